"""hands dout to every pixel without dividing"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "By how much does out grow when one of its H * W pixels grows by 1?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    _H, _W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout
    return dx
