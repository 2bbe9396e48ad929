"""gives all channels the gamma and the beta of the first"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many gammas are there for C channels?"
FAILS = [
    "test_instancenorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_instancenorm::test_channels_do_not_depend_on_each_other",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma[0] * x_hat + beta[0]
    return out, (x_hat, std, gamma)
