"""returns dx as float32, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your dx for float64 inputs?"
FAILS = [
    "test_groupnorm::test_dx_has_no_part_that_shifts_or_stretches",
    "test_groupnorm::test_float64_stays_float64",
]


def groupnorm_backward(dout, cache):
    x_hat, std, gamma, groups = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = (dout * gamma.reshape(1, C, 1, 1)).reshape(N, groups, -1)
    grouped = x_hat.reshape(N, groups, -1)
    mean = dx_hat.mean(axis=2, keepdims=True)
    along = (dx_hat * grouped).mean(axis=2, keepdims=True)
    dx = (dx_hat - mean - grouped * along) / std.reshape(N, groups, 1)
    dx = dx.astype(np.float32)
    return dx.reshape(N, C, H, W), dgamma, dbeta
