"""adds eps to the standard deviation, outside the root"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "In step 3 of the algorithm, is eps added to a variance or to a standard deviation?"
FAILS = [
    "test_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_batchnorm_forward::test_evaluation_adds_eps_to_running_var_inside_the_root",
    "test_batchnorm_forward::test_the_scale_of_x_cancels",
]


def batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var) + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x_hat, gamma, std, training)
