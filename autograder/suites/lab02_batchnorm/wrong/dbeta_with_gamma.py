"""multiplies dbeta by gamma"""

from solutions.lab02_batchnorm import *

HINT = "Is beta added before or after the multiplication by gamma?"
FAILS = [
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = (dout * gamma).sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
