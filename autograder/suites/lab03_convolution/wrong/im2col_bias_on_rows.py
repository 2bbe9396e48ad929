"""adds the bias along the rows of the product"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Which axis of the product are the filters?"
FAILS = []


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = np.zeros((N, OH, OW, C, KH, KW), x.dtype)
    for u in range(KH):
        for v in range(KW):
            pixels = xp[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
            columns[:, :, :, :, u, v] = pixels.transpose(0, 2, 3, 1)
    out = columns.reshape(N * OH * OW, C * KH * KW) @ w.reshape(F, -1).T + np.resize(b, N * OH * OW)[:, None]
    return out.reshape(N, OH, OW, F).transpose(0, 3, 1, 2), (x, w, stride, padding)
