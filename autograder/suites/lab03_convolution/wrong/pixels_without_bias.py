"""leaves the bias out"""

from solutions.lab03_convolution import *

HINT = "Where does your code use b?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
