"""leaves gamma out of dx"""

from solutions.lab02_batchnorm import *

HINT = "Which operation of the forward pass is undone first on the way back?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_batchnorm_backward::test_dx_after_evaluation",
    "test_batchnorm_backward::test_dx_grows_with_gamma",
]


def batchnorm_backward(dout, cache):
    x_hat, _, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
