"""blows dout up with np.repeat, which only works for windows side by side that fill x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which pixels belong to window (i, j) when the stride is not the kernel?"
FAILS = []


def avg_pool_forward(x, kernel, stride):
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
            out[:, :, i, j] = window.mean(axis=(2, 3))
    return out, (x, KH, KW, stride)


def avg_pool_backward(dout, cache):
    _x, KH, KW, _stride = cache
    _OH, _OW = dout.shape[2:]
    return dout.repeat(KH, axis=2).repeat(KW, axis=3) / (KH * KW)
