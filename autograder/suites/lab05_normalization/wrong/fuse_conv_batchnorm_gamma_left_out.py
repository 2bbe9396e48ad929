"""leaves gamma out, which is right while gamma is 1"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does batch norm do after it has divided by the standard deviation?"
FAILS = [
    "test_fuse_conv_batchnorm::test_one_convolution_does_the_work_of_both",
    "test_fuse_conv_batchnorm::test_every_filter_is_scaled",
    "test_fuse_conv_batchnorm::test_b_is_normalised_like_the_output",
    "test_fuse_conv_batchnorm::test_eps_is_added_to_running_var_inside_the_root",
    "test_fuse_conv_batchnorm::test_batch_norm_that_does_nothing_changes_nothing",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    scale = 1 / np.sqrt(running_var + eps)
    fused_w = w * scale.reshape(-1, 1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w, fused_b
