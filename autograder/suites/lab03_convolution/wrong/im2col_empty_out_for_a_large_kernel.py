"""returns an empty out for a kernel that is larger than the padded image"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "At how many places does the kernel fit, and what does conv_output_size do then?"
FAILS = []


def conv_forward_im2col(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding is too small")
    OH = max(0, (H + 2 * padding - KH) // stride + 1)
    OW = max(0, (W + 2 * padding - KW) // stride + 1)
    if not OH * OW:
        return np.zeros((N, F, OH, OW)), (x, w, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = np.zeros((N, OH, OW, C, KH, KW), x.dtype)
    for u in range(KH):
        for v in range(KW):
            pixels = xp[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
            columns[:, :, :, :, u, v] = pixels.transpose(0, 2, 3, 1)
    out = columns.reshape(N * OH * OW, C * KH * KW) @ w.reshape(F, -1).T + b
    return out.reshape(N, OH, OW, F).transpose(0, 3, 1, 2), (x, w, stride, padding)
