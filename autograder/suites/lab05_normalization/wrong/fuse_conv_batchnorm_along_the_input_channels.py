"""scales w along the input channels, which fits only if there are as many as filters"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which axis of w counts the channels that batch norm sees?"
FAILS = [
    "test_fuse_conv_batchnorm::test_one_convolution_does_the_work_of_both",
    "test_fuse_conv_batchnorm::test_every_filter_is_scaled",
    "test_fuse_conv_batchnorm::test_eps_is_added_to_running_var_inside_the_root",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    fused_w = w * np.resize(scale, w.shape[1]).reshape(1, -1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w, fused_b
