"""writes to dout"""

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dout_stays_as_it_is",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dout *= gamma.reshape(1, -1, 1, 1)
    dx_hat = dout
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
