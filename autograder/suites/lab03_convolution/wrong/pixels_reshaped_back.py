"""reshapes the product to (N, F, H, W) without putting the axes in order first"""

from solutions.lab03_convolution import *

HINT = "In which order do the rows of the product follow each other?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.reshape(x.shape[0], -1, *x.shape[2:]), (x, w, 1, 0)
