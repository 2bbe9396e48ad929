"""leaves gamma out of dx"""

from solutions.lab05_normalization import *

HINT = "What is the derivative of gamma * x_hat with respect to x_hat?"
FAILS = [
    "test_layernorm::test_gradients_of_samples_of_one_or_two_axes",
    "test_layernorm::test_dx_is_the_gradient_of_x",
    "test_layernorm::test_dx_keeps_eps_beside_the_variance",
    "test_layernorm::test_dx_has_no_part_that_shifts_or_stretches",
]


def layernorm_backward(dout, cache):
    x_hat, std, _gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
