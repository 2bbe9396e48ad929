"""averages the first row only"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which axes count pixels?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x[:, :, 0].mean(axis=2).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
