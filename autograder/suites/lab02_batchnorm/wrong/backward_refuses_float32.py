"""refuses float32 arrays"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which dtypes may x have, and then dout?"
FAILS = [
    "test_batchnorm_backward::test_float32_is_as_good_as_float64",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    if dout.dtype != np.float64:
        raise TypeError("dout must be float64")
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
