"""normalises three channels, as many as a colour image has"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What are the channels of the activations of a hidden layer, and how many are there?"
FAILS = [
    "test_instancenorm::test_every_channel_of_every_sample_is_standardised",
    "test_instancenorm::test_gamma_scales_then_beta_shifts_each_channel",
    "test_instancenorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_instancenorm::test_channels_do_not_depend_on_each_other",
    "test_instancenorm::test_the_scale_of_x_cancels",
]


def instancenorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=(2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = x.copy()
    x_hat[:, :3] = (x[:, :3] - mean[:, :3]) / std[:, :3]
    out = gamma.reshape(1, -1, 1, 1) * x_hat + beta.reshape(1, -1, 1, 1)
    return out, (x_hat, std, gamma)
