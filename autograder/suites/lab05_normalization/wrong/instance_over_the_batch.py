"""shares the statistics of a channel between all images, which is right for a batch of one"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does the out of an image depend on the images beside it?"
FAILS = [
    "test_instancenorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_instancenorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_instancenorm::test_a_sample_does_not_depend_on_the_rest_of_its_batch",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(0, 2, 3), keepdims=True)
    var = x.var(axis=(0, 2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
