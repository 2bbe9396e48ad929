"""returns x_hat without gamma and beta"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What would the layer compute if gamma were 3?"
FAILS = [
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = x_hat
    return out, (x_hat, std, gamma)
