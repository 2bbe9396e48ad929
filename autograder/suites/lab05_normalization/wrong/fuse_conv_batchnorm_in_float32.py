"""returns float32 arrays, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your w for float64 inputs?"
FAILS = [
    "test_fuse_conv_batchnorm::test_one_convolution_does_the_work_of_both",
    "test_fuse_conv_batchnorm::test_every_filter_is_scaled",
    "test_fuse_conv_batchnorm::test_b_is_normalised_like_the_output",
    "test_fuse_conv_batchnorm::test_float64_stays_float64",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    fused_w = w * scale.reshape(-1, 1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w.astype(np.float32), fused_b.astype(np.float32)
