"""uses 1e-5 whatever eps it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_evaluation_adds_eps_to_running_var_inside_the_root",
    "test_spatial_batchnorm_forward::test_the_scale_of_x_cancels",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + 1e-5).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
