"""normalises three channels, as many as a colour image has"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What are the channels of the activations of a hidden layer, and how many are there?"
FAILS = [
    "test_spatial_batchnorm_forward::test_training_standardises_every_channel",
    "test_spatial_batchnorm_forward::test_gamma_scales_then_beta_shifts_each_channel",
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_evaluation_normalises_with_the_running_values",
    "test_spatial_batchnorm_forward::test_evaluation_adds_eps_to_running_var_inside_the_root",
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
    x_hat = np.zeros_like(x)
    for c in range(min(3, x.shape[1])):
        x_hat[:, c] = (x[:, c] - mean[c]) / std[0, c]
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
