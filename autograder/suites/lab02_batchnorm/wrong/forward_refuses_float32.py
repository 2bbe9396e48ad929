"""refuses float32 arrays"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which dtypes does the docstring allow?"
FAILS = [
    "test_batchnorm_forward::test_float32_is_as_good_as_float64",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
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
