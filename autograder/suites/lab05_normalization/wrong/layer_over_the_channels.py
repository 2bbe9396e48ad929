"""takes the statistics over the channels of each pixel"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which axes of x belong to one sample?"
FAILS = [
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = 1
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
