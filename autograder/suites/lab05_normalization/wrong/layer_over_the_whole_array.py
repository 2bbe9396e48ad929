"""takes one mean and one variance of all samples together, which is right for a batch of one"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many means are there for N samples?"
FAILS = [
    "test_layernorm::test_every_sample_is_standardised",
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
    "test_layernorm::test_a_sample_does_not_depend_on_the_rest_of_its_batch",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = None
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
