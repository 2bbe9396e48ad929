"""takes a mean and a variance for each image by itself, which is right for a batch of one"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does the word batch stand for in batch norm, and does your mean run over it?"
FAILS = [
    "test_spatial_batchnorm_forward::test_gamma_scales_then_beta_shifts_each_channel",
    "test_spatial_batchnorm_forward::test_eps_is_added_to_the_variance_inside_the_root",
    "test_spatial_batchnorm_forward::test_running_var_moves_towards_the_batch_variance",
    "test_spatial_batchnorm_forward::test_evaluation_normalises_with_the_running_values",
    "test_spatial_batchnorm_forward::test_evaluation_adds_eps_to_running_var_inside_the_root",
    "test_spatial_batchnorm_forward::test_evaluation_of_an_image_does_not_depend_on_the_rest_of_its_batch",
    "test_spatial_batchnorm_forward::test_evaluation_leaves_the_running_values_as_they_are",
    "test_spatial_batchnorm_forward::test_arguments_stay_as_they_are",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(2, 3), keepdims=True)
        var = x.var(axis=(2, 3), keepdims=True)
        running_mean = momentum * running_mean + (1 - momentum) * mean.mean(axis=(0, 2, 3))
        running_var = momentum * running_var + (1 - momentum) * var.mean(axis=(0, 2, 3))
    else:
        mean, var = running_mean, running_var.reshape(1, -1, 1, 1)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, std, gamma, training)
