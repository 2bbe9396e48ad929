"""writes to dout"""

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_groupnorm::test_arguments_stay_as_they_are",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dout *= gamma.reshape(1, C, 1, 1)
    dx_hat = dout.reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    return dx.reshape(N, C, H, W), dgamma, dbeta
