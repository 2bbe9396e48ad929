"""divides by the number of values less 1 in the variance"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "By which number does the equation for var divide?"
FAILS = [
    "test_layernorm::test_every_sample_is_standardised",
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes, keepdims=True)
    var = x.var(axis=axes, keepdims=True, ddof=1)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
