"""takes eps as 1e-6 when a call leaves it out"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which default of eps does the function declare?"
FAILS = [
    "test_layernorm::test_eps_has_the_stated_default",
]


def layernorm_forward(x, gamma, beta, eps=1e-6):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
