"""reads dout in the order of memory instead of by index"""

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_spatial_batchnorm_backward::test_memory_layout_of_dout_does_not_matter",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dout = dout.ravel(order="K").reshape(dout.shape)
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
