"""returns dx as float32, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your dx for float64 inputs?"
FAILS = [
    "test_layernorm::test_dx_has_no_part_that_shifts_or_stretches",
    "test_layernorm::test_float64_stays_float64",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    dx = dx.astype(np.float32)
    return dx, dgamma, dbeta
