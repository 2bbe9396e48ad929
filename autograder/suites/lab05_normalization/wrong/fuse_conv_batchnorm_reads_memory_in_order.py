"""reads w in the order of memory instead of by index"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "What does ravel(order='K') return for an array whose last axis is stored first?"
FAILS = [
    "test_fuse_conv_batchnorm::test_memory_layout_of_w_does_not_matter",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    w = w.ravel(order="K").reshape(w.shape)
    scale = gamma / np.sqrt(running_var + eps)
    fused_w = w * scale.reshape(-1, 1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w, fused_b
