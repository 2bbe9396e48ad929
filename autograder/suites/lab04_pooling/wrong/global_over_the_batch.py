"""averages over the images of the batch, too"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "May one image change the output of another one?"
FAILS = []


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = np.zeros((N, C, 1, 1), x.dtype) + x.mean(axis=(0, 2, 3), keepdims=True)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
