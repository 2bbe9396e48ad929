"""refuses float32 arrays"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may x have?"
FAILS = [
    "test_instancenorm::test_float32_is_as_good_as_float64",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
