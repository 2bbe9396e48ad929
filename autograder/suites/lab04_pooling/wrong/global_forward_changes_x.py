"""writes to x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Does /= make a new array?"
FAILS = []


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    out = x.sum(axis=(2, 3)).reshape(N, C, 1, 1) / (H * W)
    x /= H * W
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
