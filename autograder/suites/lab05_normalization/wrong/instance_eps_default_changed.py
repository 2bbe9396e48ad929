"""takes eps as 1e-6 when a call leaves it out"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which default of eps does the function declare?"
FAILS = [
    "test_instancenorm::test_eps_has_the_stated_default",
]


def instancenorm_forward(x, gamma, beta, eps=1e-6):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
