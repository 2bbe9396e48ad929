"""adds eps to the square root of the variance"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What stands under the root in the equation for x_hat?"
FAILS = [
    "test_instancenorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_instancenorm::test_the_scale_of_x_cancels",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var) + eps
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
