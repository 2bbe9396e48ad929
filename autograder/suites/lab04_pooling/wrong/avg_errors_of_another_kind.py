"""raises AssertionError where ValueError is due"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which exception does an assert statement raise?"
FAILS = []


def avg_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    assert stride >= 1, "the stride must be at least 1"
    assert KH <= H, "the kernel is higher than x"
    assert KW <= W, "the kernel is wider than x"
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
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
