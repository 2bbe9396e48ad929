"""gives the whole gradient to the first pixel"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which pixels does the mean depend on?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    _H, _W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx[:, :, :1, :1] = dout
    return dx
