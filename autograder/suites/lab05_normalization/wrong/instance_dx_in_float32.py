"""returns dx as float32, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your dx for float64 inputs?"
FAILS = [
    "test_instancenorm::test_dx_has_no_part_that_shifts_or_stretches",
    "test_instancenorm::test_float64_stays_float64",
]


def instancenorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    mean = dx_hat.mean(axis=(2, 3), keepdims=True)
    along = (dx_hat * x_hat).mean(axis=(2, 3), keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    dx = dx.astype(np.float32)
    return dx, dgamma, dbeta
