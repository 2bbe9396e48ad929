"""gives the batch the weight momentum and the past 1 - momentum"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "PyTorch has it the other way round: with momentum 0.9, how much should one batch count here, 0.9 or 0.1?"
FAILS = [
    "test_batchnorm_forward::test_running_mean_moves_towards_the_batch_mean",
    "test_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)
