"""divides the variance by N - 1 when it normalises"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Does step 2 divide the sum of squares by N or by N - 1?"
FAILS = [
    "test_batchnorm_forward::test_training_standardises_every_column",
    "test_batchnorm_forward::test_gamma_scales_then_beta_shifts",
    "test_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_batchnorm_forward::test_a_batch_of_one_gives_beta",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0, ddof=1)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)
