"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_instancenorm::test_memory_layout_does_not_matter",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    x = x.ravel(order="K").reshape(x.shape)
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
