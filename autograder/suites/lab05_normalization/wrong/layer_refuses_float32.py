"""refuses float32 arrays"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may x have?"
FAILS = [
    "test_layernorm::test_float32_is_as_good_as_float64",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
