"""multiplies the shift by the scaled w in b"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Is the shift of batch norm added before or after x is scaled?"
FAILS = [
    "test_fuse_batchnorm_conv::test_one_convolution_does_the_work_of_both",
    "test_fuse_batchnorm_conv::test_b_takes_up_the_shift_of_every_window",
    "test_fuse_batchnorm_conv::test_eps_is_added_to_running_var_inside_the_root",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (fused_w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b
