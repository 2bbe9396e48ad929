"""returns x_hat without gamma and beta"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What would the layer compute if gamma were 3?"
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
    out = x_hat
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
