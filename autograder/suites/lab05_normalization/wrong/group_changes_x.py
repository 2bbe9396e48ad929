"""writes to x"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does -= make a new array?"
FAILS = [
    "test_groupnorm::test_dx_is_the_gradient_of_x",
    "test_groupnorm::test_dgamma_is_the_gradient_of_gamma",
    "test_groupnorm::test_dbeta_is_the_gradient_of_beta",
    "test_groupnorm::test_dx_keeps_eps_beside_the_variance",
    "test_groupnorm::test_dx_has_no_part_that_shifts_or_stretches",
    "test_groupnorm::test_each_cache_belongs_to_its_own_forward",
    "test_groupnorm::test_memory_layout_does_not_matter",
    "test_groupnorm::test_float32_is_as_good_as_float64",
    "test_groupnorm::test_float64_stays_float64",
    "test_groupnorm::test_shapes",
    "test_groupnorm::test_backward_can_be_called_twice",
    "test_groupnorm::test_arguments_stay_as_they_are",
]


def groupnorm_forward(x, gamma, beta, groups, eps=1e-5):
    N, C, H, W = x.shape
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    grouped = x.reshape(N, groups, C // groups, H, W)
    mean = grouped.mean(axis=(2, 3, 4), keepdims=True)
    var = grouped.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    grouped -= mean
    x_hat = (grouped / std).reshape(N, C, H, W)
    out = gamma.reshape(1, C, 1, 1) * x_hat + beta.reshape(1, C, 1, 1)
    return out, (x_hat, std, gamma, groups)
