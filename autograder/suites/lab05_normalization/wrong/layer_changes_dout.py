"""writes to dout"""

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_layernorm::test_arguments_stay_as_they_are",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dout *= gamma
    dx_hat = dout
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    return dx, dgamma, dbeta
