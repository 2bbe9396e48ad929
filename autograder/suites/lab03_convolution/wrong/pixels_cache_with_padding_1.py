"""puts a padding of 1 into the cache"""

from solutions.lab03_convolution import *

HINT = "What would be the padding of a convolution with one pixel that keeps the size?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 1)
