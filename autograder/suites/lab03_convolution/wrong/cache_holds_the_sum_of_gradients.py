"""adds the gradients of every call up in an array that it keeps"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "What does your array dx hold before backward begins?"
FAILS = []


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding, np.zeros_like(xp), np.zeros_like(w))


def conv_backward(dout, cache):
    x, w, stride, padding, *kept = cache
    H, W = x.shape[2:]
    F, _, KH, KW = w.shape
    OH, OW = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp, dw = kept or (np.zeros_like(xp), np.zeros_like(w))
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            for f in range(F):
                d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dw[f] += (xp[:, :, rows, columns] * d).sum(axis=0)
                dxp[:, :, rows, columns] += w[f] * d
    db = dout.sum(axis=(0, 2, 3))
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, db
