"""moves running_var towards the standard deviation"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "In evaluation a root is taken of running_var. What should it hold?"
FAILS = [
    "test_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * np.sqrt(var)
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)
