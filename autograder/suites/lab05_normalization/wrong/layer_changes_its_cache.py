"""writes to an array in the cache"""

from solutions.lab05_normalization import *

HINT = "What does a second call find in the cache?"
FAILS = [
    "test_layernorm::test_each_cache_belongs_to_its_own_forward",
    "test_layernorm::test_backward_can_be_called_twice",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    x_hat *= along
    dx = (dx_hat - mean - x_hat) / std
    return dx, dgamma, dbeta
