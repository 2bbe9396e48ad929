"""takes H // KH and W // KW as the output size, and leaves the stride out of it"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "How many windows of 3 fit into 7 pixels when each begins one pixel after the last?"
FAILS = []


def avg_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    OH, OW = H // KH, W // KW
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = window.mean(axis=(2, 3))
    return out, (x, KH, KW, stride)


def avg_pool_backward(dout, cache):
    x, KH, KW, stride = cache
    OH, OW = dout.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            dx[:, :, rows, columns] += dout[:, :, i : i + 1, j : j + 1] / (KH * KW)
    return dx
