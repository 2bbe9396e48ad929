"""returns float32 arrays, whatever it is given"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What is the dtype of your w for float64 inputs?"
FAILS = [
    "test_fuse_batchnorm_conv::test_one_convolution_does_the_work_of_both",
    "test_fuse_batchnorm_conv::test_padding_does_no_harm_when_batch_norm_does_not_shift",
    "test_fuse_batchnorm_conv::test_every_input_channel_is_scaled",
    "test_fuse_batchnorm_conv::test_float64_stays_float64",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w.astype(np.float32), fused_b.astype(np.float32)
