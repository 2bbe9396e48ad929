"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = [
    "test_batchnorm_backward::test_each_cache_belongs_to_its_own_forward",
]

saved = [None] * 4


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    saved[:] = x_hat, gamma, std, training
    return out, running_mean, running_var, None


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = saved
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
