"""writes to an array in the cache"""

from solutions.lab05_normalization import *

HINT = "What does a second call find in the cache?"
FAILS = [
    "test_spatial_batchnorm_backward::test_each_cache_belongs_to_its_own_forward",
    "test_spatial_batchnorm_backward::test_backward_can_be_called_twice",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
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
    x_hat *= dx_hat
    return dx, dgamma, dbeta
