"""loses the axes that the statistics run over, and then broadcasts along the wrong ones"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which shapes do mean and x have, and how do they line up?"
FAILS = [
    "test_layernorm::test_every_sample_is_standardised",
    "test_layernorm::test_gamma_scales_then_beta_shifts_every_value",
    "test_layernorm::test_eps_is_added_to_the_variance_inside_the_root",
    "test_layernorm::test_samples_may_have_one_or_two_axes",
    "test_layernorm::test_eps_has_the_stated_default",
    "test_layernorm::test_a_sample_does_not_depend_on_the_rest_of_its_batch",
    "test_layernorm::test_the_scale_of_x_cancels",
    "test_layernorm::test_memory_layout_does_not_matter",
    "test_layernorm::test_float32_is_as_good_as_float64",
    "test_layernorm::test_float64_stays_float64",
    "test_layernorm::test_shapes",
    "test_layernorm::test_arguments_stay_as_they_are",
]


def layernorm_forward(x, gamma, beta, eps=1e-5):
    axes = tuple(range(1, x.ndim))
    mean = x.mean(axis=axes)
    var = x.var(axis=axes)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, std, gamma)
