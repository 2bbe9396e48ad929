"""splits x into blocks of the kernel's size with reshape, which only works for windows side by side that fill x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which windows does a reshape give when the stride is not the kernel, or when rows are left over?"
FAILS = []


def avg_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    out = x.reshape(N, C, H // KH, KH, W // KW, KW).mean(axis=(3, 5))
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
