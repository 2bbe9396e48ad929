"""uses 1e-5 whatever eps it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_instancenorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_instancenorm::test_the_scale_of_x_cancels",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + 1e-5)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
