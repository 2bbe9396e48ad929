"""uses 1e-5 whatever eps it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_fuse_batchnorm_conv::test_every_input_channel_is_scaled",
    "test_fuse_batchnorm_conv::test_eps_is_added_to_running_var_inside_the_root",
    "test_fuse_batchnorm_conv::test_batch_norm_that_does_nothing_changes_nothing",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + 1e-5)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b
