"""gives all pixels of a channel the gamma and the beta of its first"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which shape have gamma and beta in layer norm?"
FAILS = [
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta if x.ndim < 4 else gamma[:, :1, :1] * x_hat + beta[:, :1, :1]
    return out, (x_hat, std, gamma)
