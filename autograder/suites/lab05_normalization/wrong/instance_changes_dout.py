"""writes to dout"""

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_instancenorm::test_arguments_stay_as_they_are",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dout *= gamma.reshape(1, -1, 1, 1)
    dx_hat = dout
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
