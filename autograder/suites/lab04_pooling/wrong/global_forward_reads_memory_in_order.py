"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    x = x.ravel(order="K").reshape(x.shape)
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
