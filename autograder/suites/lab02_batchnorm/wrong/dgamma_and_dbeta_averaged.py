"""averages dgamma and dbeta over the batch"""

from solutions.lab02_batchnorm import *

HINT = "gamma acts on N samples. Do N gradients that meet in one number add up, or average?"
FAILS = [
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.mean(axis=0)
    dgamma = (dout * x_hat).mean(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
