"""refuses float32 arrays"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which dtypes may x have?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
