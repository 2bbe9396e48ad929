"""uses 1e-5 whatever eps it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_groupnorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_groupnorm::test_the_scale_of_x_cancels",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + 1e-5)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
