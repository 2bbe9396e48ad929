"""returns an empty out for a kernel that is larger than the padded image"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "At how many places does the kernel fit, and what does conv_output_size do then?"
FAILS = []


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding is too small")
    OH = max(0, (H + 2 * padding - KH) // stride + 1)
    OW = max(0, (W + 2 * padding - KW) // stride + 1)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding)
