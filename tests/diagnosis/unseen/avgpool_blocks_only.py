LAB = "lab04_pooling"
MISTAKES = ["spreads the gradient with np.repeat as if windows never overlapped, left a gap or left a rest"]

from solutions.lab04_pooling import *


def avg_pool_backward(dout, cache):
    shape, kernel, stride = cache
    KH, KW = as_pair(kernel)
    dx = np.zeros(shape, dout.dtype)
    up = np.repeat(np.repeat(dout, KH, axis=2), KW, axis=3) / (KH * KW)
    h, w = min(shape[2], up.shape[2]), min(shape[3], up.shape[3])
    dx[:, :, :h, :w] = up[:, :, :h, :w]
    return dx
