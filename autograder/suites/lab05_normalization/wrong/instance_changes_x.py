"""writes to x"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does -= make a new array?"
FAILS = [
    "test_instancenorm::test_arguments_stay_as_they_are",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x -= mean
    x_hat = x / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
