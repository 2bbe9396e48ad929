"""divides by N * H * H, the number of values of a channel only if images are square"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many pixels has an image of H rows and W columns?"
FAILS = [
    "test_spatial_batchnorm_forward::test_training_standardises_every_channel",
    "test_spatial_batchnorm_forward::test_gamma_scales_then_beta_shifts_each_channel",
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_running_mean_moves_towards_the_batch_mean",
    "test_spatial_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
    "test_spatial_batchnorm_forward::test_a_shift_of_a_channel_cancels",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        m = x.shape[0] * x.shape[2] * x.shape[2]
        mean = x.sum(axis=(0, 2, 3)) / m
        var = ((x - mean.reshape(1, -1, 1, 1)) ** 2).sum(axis=(0, 2, 3)) / m
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
