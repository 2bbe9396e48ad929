"""normalises with the batch in dgamma after an evaluation forward"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What did gamma multiply in this forward pass?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dgamma_after_evaluation",
]


def spatial_batchnorm_forward(x, gamma, beta, running_mean, running_var, training, momentum=0.9, eps=1e-5):
    if training:
        mean = x.mean(axis=(0, 2, 3))
        var = x.var(axis=(0, 2, 3))
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    else:
        mean, var = running_mean, running_var
    std = np.sqrt(var + eps).reshape(1, -1, 1, 1)
    x_hat = (x - mean.reshape(1, -1, 1, 1)) / std
    of_batch = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + eps)
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, running_mean, running_var, (x_hat, of_batch, std, gamma, training)


def spatial_batchnorm_backward(dout, cache):
    x_hat, of_batch, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * of_batch).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.size / dout.shape[1]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
