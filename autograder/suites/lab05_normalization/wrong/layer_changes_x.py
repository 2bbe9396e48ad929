"""writes to x"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does -= make a new array?"
FAILS = [
    "test_layernorm::test_arguments_stay_as_they_are",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x -= mean
    x_hat = x / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
