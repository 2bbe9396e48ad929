"""convolves the channels that x and w have in common, or broadcasts a single one"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Should an image of one channel go through kernels of four?"
FAILS = []


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    C = min(C, CW) if min(C, CW) > 1 else max(C, CW)
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window[:, :C] * w[f, :C]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding)
