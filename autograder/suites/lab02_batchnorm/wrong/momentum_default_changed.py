"""has another default for momentum than 0.9"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Is the first line of your function still the one you were given?"
FAILS = [
    "test_batchnorm_forward::test_momentum_and_eps_have_the_stated_defaults",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
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
