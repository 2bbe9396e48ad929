"""writes to an array in the cache"""

from solutions.lab05_normalization import *

HINT = "What does a second call find in the cache?"
FAILS = [
    "test_groupnorm::test_each_cache_belongs_to_its_own_forward",
    "test_groupnorm::test_backward_can_be_called_twice",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    grouped *= along
    dx = (dx_hat - mean - grouped) / std.reshape(N, groups, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
