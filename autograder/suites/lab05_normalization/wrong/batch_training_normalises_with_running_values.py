"""normalises with the running values in training"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What are the running values for, and when?"
FAILS = [
    "test_spatial_batchnorm_forward::test_training_standardises_every_channel",
    "test_spatial_batchnorm_forward::test_gamma_scales_then_beta_shifts_each_channel",
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_one_value_a_channel_gives_beta",
    "test_spatial_batchnorm_forward::test_running_values_play_no_part_in_training",
    "test_spatial_batchnorm_forward::test_the_scale_of_x_cancels",
    "test_spatial_batchnorm_forward::test_a_shift_of_a_channel_cancels",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
