"""counts one weight of each kernel in b, which is right for 1x1 kernels"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "How many weights of a kernel meet the shift of a channel?"
FAILS = [
    "test_fuse_batchnorm_conv::test_one_convolution_does_the_work_of_both",
    "test_fuse_batchnorm_conv::test_b_takes_up_the_shift_of_every_window",
    "test_fuse_batchnorm_conv::test_eps_is_added_to_running_var_inside_the_root",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + w[:, :, 0, 0] @ shift
    return fused_w, fused_b
