"""computes the first image only, and repeats it"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Which axis of x are the samples?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = np.repeat(x[:1], len(x), axis=0).transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
