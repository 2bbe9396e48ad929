"""multiplies the gradient by x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "What is the derivative of (a + b) / 2 with respect to a?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += x * dout / (H * W)
    return dx
