"""returns out (N, C), without the two axes of length 1"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which argument of mean keeps axes that are averaged away?"
FAILS = []


def global_avg_pool_forward(x):
    _N, _C = x.shape[:2]
    out = x.mean(axis=(2, 3))
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
