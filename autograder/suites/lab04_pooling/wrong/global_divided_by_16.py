"""divides by 16 whatever the size of x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which numbers in your code are really lengths of axes?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.sum(axis=(2, 3)).reshape(N, C, 1, 1) / 16
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
