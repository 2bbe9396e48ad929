"""returns float32 gradients, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your dx for float64 inputs?"
FAILS = [
    "test_spatial_batchnorm_backward::test_stretching_a_channel_gets_what_eps_leaves",
    "test_spatial_batchnorm_backward::test_float64_stays_float64",
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
    return dx.astype(np.float32), dgamma.astype(np.float32), dbeta.astype(np.float32)
