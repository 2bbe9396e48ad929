"""divides dx by the variance instead of the standard deviation"""

from solutions.lab02_batchnorm import *

HINT = "How often is x divided by std in the forward pass?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_batchnorm_backward::test_dx_shrinks_as_x_grows",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std**2
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
