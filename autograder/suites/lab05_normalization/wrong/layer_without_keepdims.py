"""loses the axes that the statistics run over, and then broadcasts along the wrong ones"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which shapes do mean and x have, and how do they line up?"
FAILS = [
    "test_layernorm::test_every_sample_is_standardised",
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes)
    var = x.var(axis=axes)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
