"""returns x_hat, without gamma and beta"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which step comes after normalising?"
FAILS = [
    "test_batchnorm_forward::test_gamma_scales_then_beta_shifts",
    "test_batchnorm_forward::test_evaluation_normalises_with_the_running_values",
    "test_batchnorm_forward::test_evaluation_adds_eps_to_running_var_inside_the_root",
    "test_batchnorm_forward::test_a_batch_of_one_gives_beta",
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
    out = x_hat
    return out, running_mean, running_var, (x_hat, gamma, std, training)
