"""returns dx (N, C, 1, 1), not spread over the pixels"""

from solutions.lab04_pooling import *

HINT = "Which shape does dx have: that of x or that of out?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    return dout / (H * W)
