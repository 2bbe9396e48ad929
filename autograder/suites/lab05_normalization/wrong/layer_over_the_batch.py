"""takes the statistics over the batch, as batch norm does"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does the out of a sample depend on the samples beside it?"
FAILS = [
    "test_layernorm::test_every_sample_is_standardised",
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
    "test_layernorm::test_a_sample_does_not_depend_on_the_rest_of_its_batch",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = 0
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
