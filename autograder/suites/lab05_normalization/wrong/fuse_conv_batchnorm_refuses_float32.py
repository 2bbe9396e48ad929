"""refuses float32 arrays"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may w have?"
FAILS = [
    "test_fuse_conv_batchnorm::test_float32_is_as_good_as_float64",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    if w.dtype != np.float64:
        raise TypeError("w must be float64")
    scale = gamma / np.sqrt(running_var + eps)
    fused_w = w * scale.reshape(-1, 1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w, fused_b
