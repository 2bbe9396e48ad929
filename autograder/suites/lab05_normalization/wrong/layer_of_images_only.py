"""takes images only: it unpacks four lengths"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which shapes of x does the docstring allow?"
FAILS = [
    "test_layernorm::test_samples_may_have_one_or_two_axes",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    _N, _C, _H, _W = x.shape
    axes = (1, 2, 3)
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
