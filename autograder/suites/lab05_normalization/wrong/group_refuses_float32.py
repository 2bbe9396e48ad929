"""refuses float32 arrays"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may x have?"
FAILS = [
    "test_groupnorm::test_float32_is_as_good_as_float64",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std.reshape(len(std), -1, 1), gamma, groups)
