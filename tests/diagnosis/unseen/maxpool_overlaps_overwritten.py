LAB = "lab04_pooling"
MISTAKES = [
    "writes the gradient to the place of the maximum and does not add it, so that a value which wins in several windows keeps only the last"
]

from solutions.lab04_pooling import *


def max_pool_backward(dout, cache):
    first, shape, kernel, stride = cache
    KH, KW = as_pair(kernel)
    dx = np.zeros(shape, dout.dtype)
    N, C, OH, OW = dout.shape
    n, c, i, j = np.indices((N, C, OH, OW))
    dx[n, c, i * stride + first // KW, j * stride + first % KW] = dout
    return dx
