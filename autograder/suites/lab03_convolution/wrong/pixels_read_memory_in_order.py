"""reads x in the order of memory instead of by index"""

from solutions.lab03_convolution import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    x = x.ravel(order="K").reshape(x.shape)
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
