"""puts every groups-th channel into one group"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which channels are in the first group: the first ones, or every groups-th?"
FAILS = [
    "test_groupnorm::test_every_group_of_channels_is_standardised",
    "test_groupnorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_groupnorm::test_eps_is_added_to_the_variance_inside_the_root",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, C // groups, groups, H, W).swapaxes(1, 2)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).swapaxes(1, 2).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
