"""refuses float32 arrays"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Which dtypes may w have?"
FAILS = [
    "test_fuse_batchnorm_conv::test_float32_is_as_good_as_float64",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    if w.dtype != np.float64:
        raise TypeError("w must be float64")
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b
