"""returns nothing from backward"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Does your function end with a return statement?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
