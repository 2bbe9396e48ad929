"""makes dx as wide as it is high"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Is x always as wide as it is high?"
FAILS = []


def max_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, KH, KW, stride)


def max_pool_backward(dout, cache):
    x, KH, KW, stride = cache
    N, C, OH, OW = dout.shape
    dx = np.zeros((N, C, x.shape[2], x.shape[2]), dout.dtype)
    for n in range(N):
        for c in range(C):
            for i in range(OH):
                for j in range(OW):
                    top, left = i * stride, j * stride
                    place = x[n, c, top : top + KH, left : left + KW].argmax()
                    row, column = divmod(place, KW)
                    dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx
