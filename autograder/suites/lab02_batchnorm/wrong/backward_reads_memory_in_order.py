"""reads dout in the order of memory instead of by index"""

from solutions.lab02_batchnorm import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = [
    "test_batchnorm_backward::test_memory_layout_of_dout_does_not_matter",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dout = dout.ravel(order="K").reshape(dout.shape)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
