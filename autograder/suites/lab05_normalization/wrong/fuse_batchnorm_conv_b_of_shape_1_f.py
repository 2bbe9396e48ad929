"""returns b of shape (1, F)"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which shape has b?"
FAILS = [
    "test_fuse_batchnorm_conv::test_one_convolution_does_the_work_of_both",
    "test_fuse_batchnorm_conv::test_padding_does_no_harm_when_batch_norm_does_not_shift",
    "test_fuse_batchnorm_conv::test_every_input_channel_is_scaled",
    "test_fuse_batchnorm_conv::test_b_takes_up_the_shift_of_every_window",
    "test_fuse_batchnorm_conv::test_eps_is_added_to_running_var_inside_the_root",
    "test_fuse_batchnorm_conv::test_batch_norm_that_does_nothing_changes_nothing",
    "test_fuse_batchnorm_conv::test_memory_layout_of_w_does_not_matter",
    "test_fuse_batchnorm_conv::test_float32_is_as_good_as_float64",
    "test_fuse_batchnorm_conv::test_shapes",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b.reshape(1, -1)
