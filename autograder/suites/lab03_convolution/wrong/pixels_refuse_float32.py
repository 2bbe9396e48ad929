"""takes float64 arrays only"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Which dtypes does the docstring name?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    if x.dtype != np.float64:
        raise TypeError("expected float64")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w, 1, 0)
