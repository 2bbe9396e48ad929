"""leaves eps out in dx"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "By what does the forward pass divide?"
FAILS = [
    "test_layernorm::test_gradients_of_samples_of_one_or_two_axes",
    "test_layernorm::test_dx_keeps_eps_beside_the_variance",
    "test_layernorm::test_dx_has_no_part_that_shifts_or_stretches",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, np.sqrt(var), gamma)


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
