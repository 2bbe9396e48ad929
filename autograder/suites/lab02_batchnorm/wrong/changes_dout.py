"""writes to dout"""

from solutions.lab02_batchnorm import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_batchnorm_backward::test_dout_stays_as_it_is",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dout *= gamma
    dx_hat = dout
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
