"""averages over the channels, too"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "How many numbers does each image become?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = np.zeros((N, C, 1, 1), x.dtype) + x.mean(axis=(1, 2, 3), keepdims=True)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
