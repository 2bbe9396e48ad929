"""has a last step that does not fit, and sums what is left of the window"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "How many rows does the last window have?"
FAILS = []


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    conv_output_size(H, KH, stride, padding), conv_output_size(W, KW, stride, padding)
    OH = int(np.ceil((H + 2 * padding - KH) / stride)) + 1
    OW = int(np.ceil((W + 2 * padding - KW) / stride)) + 1
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f, :, : window.shape[2], : window.shape[3]]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding)
