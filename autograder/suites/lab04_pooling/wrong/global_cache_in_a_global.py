"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = []

saved = [None]


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    saved[:] = [x]
    return out, None


def global_avg_pool_backward(dout, cache):
    (x,) = saved
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
