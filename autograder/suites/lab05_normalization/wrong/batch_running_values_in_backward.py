"""divides by the running standard deviation in dx after training"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "By what does the forward pass divide in training?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_spatial_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_spatial_batchnorm_backward::test_stretching_a_channel_gets_what_eps_leaves",
    "test_spatial_batchnorm_backward::test_running_values_play_no_part_in_dx",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, np.sqrt(running_var + eps).reshape(1, -1, 1, 1), gamma, training)


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
