"""returns out as float32, whatever it is given"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What is the dtype of your out for float64 inputs?"
FAILS = [
    "test_batchnorm_forward::test_float64_stays_float64",
]


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
    out = (gamma * x_hat + beta).astype(np.float32)
    return out, running_mean, running_var, (x_hat, gamma, std, training)
