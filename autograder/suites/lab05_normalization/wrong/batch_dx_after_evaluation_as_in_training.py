"""returns dx of training after an evaluation forward"""

from solutions.lab05_normalization import *

HINT = "In evaluation, does the mean depend on x?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dx_after_evaluation",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, _training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if True:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
