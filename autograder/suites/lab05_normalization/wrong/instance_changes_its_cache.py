"""writes to an array in the cache"""

from solutions.lab05_normalization import *

HINT = "What does a second call find in the cache?"
FAILS = [
    "test_instancenorm::test_each_cache_belongs_to_its_own_forward",
    "test_instancenorm::test_backward_can_be_called_twice",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    x_hat *= along
    dx = (dx_hat - mean - x_hat) / std
    return dx, dgamma, dbeta
