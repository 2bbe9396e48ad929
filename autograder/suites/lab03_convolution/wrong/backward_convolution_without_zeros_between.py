"""slides the flipped kernel over dout without zeros between its numbers"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "With a stride of 2, how far apart are the windows of two neighbours in out?"
FAILS = []


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    N, _, H, W = x.shape
    F, _, KH, KW = w.shape
    OH, OW = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    spread = np.zeros((N, F, H + 2 * padding + KH - 1, W + 2 * padding + KW - 1), dout.dtype)
    for i in range(OH):
        for j in range(OW):
            spread[:, :, KH - 1 + i, KW - 1 + j] = dout[:, :, i, j]
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for u in range(KH):
        for v in range(KW):
            pixels = xp[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
            dw[:, :, u, v] = np.tensordot(dout, pixels, ((0, 2, 3), (0, 2, 3)))
            part = spread[:, :, u : u + xp.shape[2], v : v + xp.shape[3]]
            dxp += np.tensordot(part, w[:, :, KH - 1 - u, KW - 1 - v], (1, 0)).transpose(0, 3, 1, 2)
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
