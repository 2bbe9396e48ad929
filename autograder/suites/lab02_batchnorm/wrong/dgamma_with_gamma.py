"""multiplies dgamma by gamma"""

from solutions.lab02_batchnorm import *

HINT = "Is the derivative of gamma * x_hat with respect to gamma gamma, or x_hat?"
FAILS = [
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * gamma * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
