"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = [
    "test_groupnorm::test_each_cache_belongs_to_its_own_forward",
]

saved = [None] * 4


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = ((grouped - mean) / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    saved[:] = x_hat, std.reshape(len(std), -1, 1), gamma, groups
    return out, None


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = saved
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
