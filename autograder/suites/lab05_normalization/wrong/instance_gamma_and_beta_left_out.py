"""returns x_hat without gamma and beta"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What would the layer compute if gamma were 3?"
FAILS = [
    "test_instancenorm::test_gamma_scales_then_beta_shifts_each_channel",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = x_hat
    return out, (x_hat, std, gamma)
