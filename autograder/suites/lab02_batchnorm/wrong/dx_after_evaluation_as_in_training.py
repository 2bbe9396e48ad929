"""sends gradient through mean and variance after an evaluation forward, too"""

from solutions.lab02_batchnorm import *

HINT = "Do running_mean and running_var depend on x?"
FAILS = [
    "test_batchnorm_backward::test_dx_after_evaluation",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, _ = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    return dx, dgamma, dbeta
