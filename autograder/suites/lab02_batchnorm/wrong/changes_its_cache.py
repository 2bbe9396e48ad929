"""writes to an array in the cache"""

from solutions.lab02_batchnorm import *

HINT = "What does a second call find in the cache?"
FAILS = [
    "test_batchnorm_backward::test_each_cache_belongs_to_its_own_forward",
    "test_batchnorm_backward::test_backward_can_be_called_twice",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
        x_hat *= dx_hat
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
