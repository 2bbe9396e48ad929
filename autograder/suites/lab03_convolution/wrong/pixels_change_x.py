"""subtracts the mean from x itself, and makes up for it at the end"""

from solutions.lab03_convolution import *

HINT = "Whose array does x -= ... write to?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    mean = x.mean()
    x -= mean
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b + mean * w.sum(axis=(1, 2, 3))
    return out.transpose(0, 3, 1, 2), (x + mean, w, 1, 0)
