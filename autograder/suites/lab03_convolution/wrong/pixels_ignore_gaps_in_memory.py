"""reads the memory of x as if it had no gaps"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "What do the strides of an array say about where its numbers lie?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    x = np.lib.stride_tricks.as_strided(x, x.shape, [s * x.itemsize // min(x.strides) for s in x.strides])
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
