"""reads dout in the order of memory instead of by index"""

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_layernorm::test_memory_layout_does_not_matter",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dout = dout.ravel(order="K").reshape(dout.shape)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
