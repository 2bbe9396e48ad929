"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = [
    "test_batchnorm_forward::test_memory_layout_of_x_does_not_matter",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    x = x.ravel(order="K").reshape(x.shape)
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
    return out, running_mean, running_var, (x_hat, gamma, std, training)
