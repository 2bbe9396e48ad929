"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_layernorm::test_memory_layout_does_not_matter",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    x = x.ravel(order="K").reshape(x.shape)
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
