"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = [
    "test_instancenorm::test_each_cache_belongs_to_its_own_forward",
]

saved = [None] * 3


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    saved[:] = x_hat, std, gamma
    return out, None


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = saved
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
