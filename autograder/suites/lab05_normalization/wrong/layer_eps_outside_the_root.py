"""adds eps to the square root of the variance"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What stands under the root in the equation for x_hat?"
FAILS = [
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_the_scale_of_x_cancels",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var) + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
