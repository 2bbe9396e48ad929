"""takes a mean and a variance for every pixel of a channel, over the batch only"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "For images, how many means does batch norm have: one a channel, or one a pixel?"
FAILS = [
    "test_spatial_batchnorm_forward::test_training_standardises_every_channel",
    "test_spatial_batchnorm_forward::test_gamma_scales_then_beta_shifts_each_channel",
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_running_mean_moves_towards_the_batch_mean",
    "test_spatial_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
    "test_spatial_batchnorm_forward::test_shapes",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        running_mean = momentum * running_mean.reshape(-1, 1, 1) + (1 - momentum) * mean
        running_var = momentum * running_var.reshape(-1, 1, 1) + (1 - momentum) * var
    else:
        mean, var = running_mean.reshape(-1, 1, 1), running_var.reshape(-1, 1, 1)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
