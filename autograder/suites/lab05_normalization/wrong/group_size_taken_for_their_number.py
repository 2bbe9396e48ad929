"""takes groups for the number of channels in a group, which is right when both are equal"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Is `groups` how many groups there are, or how large they are?"
FAILS = [
    "test_groupnorm::test_every_group_of_channels_is_standardised",
    "test_groupnorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_groupnorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_groupnorm::test_one_group_is_layer_norm_and_c_groups_are_instance_norm",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    count = C // groups
    grouped = x.reshape(N, count, C // count, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, count)
