"""uses 1e-5 whatever eps it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_the_scale_of_x_cancels",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + 1e-5)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
