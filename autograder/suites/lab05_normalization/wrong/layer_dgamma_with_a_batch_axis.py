"""returns dgamma and dbeta with a first axis of length 1"""

from solutions.lab05_normalization import *

HINT = "Which shape have gamma and beta?"
FAILS = [
    "test_layernorm::test_gradients_of_samples_of_one_or_two_axes",
    "test_layernorm::test_dgamma_is_the_gradient_of_gamma",
    "test_layernorm::test_dbeta_is_the_gradient_of_beta",
    "test_layernorm::test_shapes",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0, keepdims=True)
    dgamma = (dout * x_hat).sum(axis=0, keepdims=True)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
