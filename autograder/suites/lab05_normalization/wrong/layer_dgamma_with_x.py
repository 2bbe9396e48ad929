"""multiplies dout by x instead of x_hat in dgamma"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does gamma multiply in the forward pass?"
FAILS = [
    "test_layernorm::test_gradients_of_samples_of_one_or_two_axes",
    "test_layernorm::test_dgamma_is_the_gradient_of_gamma",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x, x_hat, std, gamma)


def layernorm_backward(dout, cache):
    x, x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
