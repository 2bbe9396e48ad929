LAB = "lab04_pooling"
MISTAKES = [
    "counts the windows of average pooling along the width with the height of the image",
    "returns the gradient of the global pooling as a read-only view of one number a channel, not as a new array",
]

from solutions.lab04_pooling import *


def avg_pool_forward(x, kernel, stride):
    KH, KW = as_pair(kernel)
    N, C, H, W = x.shape
    OH = output_size(H, KH, stride)
    OW = output_size(H, KW, stride)
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            out[:, :, i, j] = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW].mean(axis=(2, 3))
    return out, (x.shape, kernel, stride)


def global_avg_pool_backward(dout, cache):
    pixels = cache[2] * cache[3]
    return np.broadcast_to(dout / pixels, cache)
