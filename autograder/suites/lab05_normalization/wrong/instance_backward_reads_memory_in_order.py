"""reads dout in the order of memory instead of by index"""

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_instancenorm::test_memory_layout_does_not_matter",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dout = dout.ravel(order="K").reshape(dout.shape)
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
