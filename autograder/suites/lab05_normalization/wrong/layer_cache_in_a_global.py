"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = [
    "test_layernorm::test_each_cache_belongs_to_its_own_forward",
]

saved = [None] * 3


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    saved[:] = x_hat, std, gamma
    return out, None


def layernorm_backward(dout, cache):
    x_hat, std, gamma = saved
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
