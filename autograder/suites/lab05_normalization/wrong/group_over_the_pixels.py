"""takes the statistics of each channel by itself"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which axes of (N, groups, C / groups, H, W) belong to one group?"
FAILS = [
    "test_groupnorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_groupnorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_groupnorm::test_one_group_is_layer_norm_and_c_groups_are_instance_norm",
    "test_groupnorm::test_memory_layout_does_not_matter",
    "test_groupnorm::test_float32_is_as_good_as_float64",
    "test_groupnorm::test_float64_stays_float64",
    "test_groupnorm::test_shapes",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(3, 4), keepdims=True)
    var = grouped.var(axis=(3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
