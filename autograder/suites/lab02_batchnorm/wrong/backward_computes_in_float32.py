"""returns float32 gradients, whatever it is given"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What is the dtype of your dx for float64 inputs?"
FAILS = [
    "test_batchnorm_backward::test_float64_stays_float64",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx.astype(np.float32), dgamma.astype(np.float32), dbeta.astype(np.float32)
