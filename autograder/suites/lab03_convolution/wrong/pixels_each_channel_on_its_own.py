"""multiplies every channel by its own weight without summing over channels"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Over which letter does the sum in the equation run?"
FAILS = []


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = np.resize(
        x * np.diagonal(np.resize(w, (x.shape[1], x.shape[1]))).reshape(-1, 1, 1), (len(x), len(w), *x.shape[2:])
    )
    return out + b.reshape(-1, 1, 1), (x, w, 1, 0)
