"""uses the running values in the backward pass after training"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which mean and variance did the training forward normalise with?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_batchnorm_backward::test_stretching_x_about_its_mean_gets_no_gradient",
    "test_batchnorm_backward::test_dx_shrinks_as_x_grows",
    "test_batchnorm_backward::test_running_values_play_no_part_in_dx",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
    "test_batchnorm_backward::test_a_batch_of_two_gets_no_gradient",
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
    out = gamma * x_hat + beta
    return out, running_mean, running_var, (x, gamma, running_mean, np.sqrt(running_var + eps), training)


def batchnorm_backward(dout, cache):
    x, gamma, mean, std, training = cache
    x_hat = (x - mean) / std
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
