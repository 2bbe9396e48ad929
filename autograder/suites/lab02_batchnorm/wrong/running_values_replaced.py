"""replaces the running values by those of the batch"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What part of the old running value should be left?"
FAILS = [
    "test_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = mean
        running_var = var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)
