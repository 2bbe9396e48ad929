"""divides sums by H * H, the number of pixels of a square image"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many pixels has an image of H rows and W columns?"
FAILS = [
    "test_instancenorm::test_every_channel_of_every_sample_is_standardised",
    "test_instancenorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_instancenorm::test_eps_is_added_to_the_variance_inside_the_root",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    pixels = x.shape[2] ** 2
    mean = x.sum(axis=(2, 3), keepdims=True) / pixels
    var = ((x - mean) ** 2).sum(axis=(2, 3), keepdims=True) / pixels
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
