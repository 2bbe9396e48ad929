"""divides by H * H, also where x is not square"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "How many pixels does a channel of 3 rows and 5 columns have?"
FAILS = []


def global_avg_pool_forward(x):
    N, C, H, _ = x.shape
    out = x.sum(axis=(2, 3)).reshape(N, C, 1, 1) / H**2
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
