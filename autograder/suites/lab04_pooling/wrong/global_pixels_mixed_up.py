"""reshapes x to (N, H * W, C) without moving the channels to the end"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which axis varies fastest in memory: channels or columns?"
FAILS = []


def global_avg_pool_forward(x):
    N, C, H, W = x.shape
    out = x.reshape(N, H * W, C).mean(axis=1).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
