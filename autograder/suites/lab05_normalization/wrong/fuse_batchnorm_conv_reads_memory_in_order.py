"""reads w in the order of memory instead of by index"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_fuse_batchnorm_conv::test_memory_layout_of_w_does_not_matter",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    w = w.ravel(order="K").reshape(w.shape)
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_w = w * scale.reshape(1, -1, 1, 1)
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    return fused_w, fused_b
