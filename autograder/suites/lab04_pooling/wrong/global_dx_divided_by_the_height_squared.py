"""divides the gradient by H * H"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "How many pixels does a channel of 3 rows and 5 columns have?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, _W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / H**2
    return dx
