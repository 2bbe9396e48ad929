"""scales w along its filters, as if batch norm came after"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which axis of w counts the channels that batch norm sees?"
FAILS = [
    "test_fuse_batchnorm_conv::test_one_convolution_does_the_work_of_both",
    "test_fuse_batchnorm_conv::test_padding_does_no_harm_when_batch_norm_does_not_shift",
    "test_fuse_batchnorm_conv::test_every_input_channel_is_scaled",
    "test_fuse_batchnorm_conv::test_eps_is_added_to_running_var_inside_the_root",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * np.resize(scale, len(w)).reshape(-1, 1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b
