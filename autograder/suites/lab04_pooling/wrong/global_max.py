"""takes the largest value of each channel"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which of the poolings is asked for here?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.max(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
