"""refuses float32 gradients"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may x have, and then dout?"
FAILS = [
    "test_spatial_batchnorm_backward::test_float32_is_as_good_as_float64",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    if dout.dtype != np.float64:
        raise TypeError("dout must be float64")
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
    return dx, dgamma, dbeta
