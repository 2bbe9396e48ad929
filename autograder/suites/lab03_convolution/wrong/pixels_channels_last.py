"""returns out as (N, H, W, F)"""

from solutions.lab03_convolution import *

HINT = "In which order does the docstring name the axes of out?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out, (x, w, 1, 0)
