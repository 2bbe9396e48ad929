"""shares the statistics of a group between all images, which is right for a batch of one"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does the out of an image depend on the images beside it?"
FAILS = [
    "test_groupnorm::test_every_group_of_channels_is_standardised",
    "test_groupnorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_groupnorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_groupnorm::test_one_group_is_layer_norm_and_c_groups_are_instance_norm",
    "test_groupnorm::test_a_sample_does_not_depend_on_the_rest_of_its_batch",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(0, 2, 3, 4), keepdims=True)
    var = grouped.var(axis=(0, 2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
