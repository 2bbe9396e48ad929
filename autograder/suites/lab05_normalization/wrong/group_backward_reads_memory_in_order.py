"""reads dout in the order of memory instead of by index"""

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_groupnorm::test_memory_layout_does_not_matter",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dout = dout.ravel(order="K").reshape(dout.shape)
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
