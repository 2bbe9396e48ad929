"""gives all channels of a group the gamma and the beta of its first"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many gammas has group norm: one a group, or one a channel?"
FAILS = [
    "test_groupnorm::test_gamma_scales_then_beta_shifts_each_channel",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    first_gamma = np.repeat(gamma[:: C // groups], C // groups).reshape(1, C, 1, 1)
    first_beta = np.repeat(beta[:: C // groups], C // groups).reshape(1, C, 1, 1)
    out = first_gamma * x_hat + first_beta
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
