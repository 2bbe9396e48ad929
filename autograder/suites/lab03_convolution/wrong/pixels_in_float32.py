"""computes float64 images in float32"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Which dtype does your product have?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.astype(np.float32).transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T.astype(np.float32) + b
    return out.astype(np.float32).transpose(0, 3, 1, 2), (x, w, 1, 0)
