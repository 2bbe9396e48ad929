"""writes to w"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_fuse_batchnorm_conv::test_arguments_stay_as_they_are",
]


def fuse_batchnorm_conv(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    shift = beta - running_mean * scale
    fused_b = b + (w * shift.reshape(1, -1, 1, 1)).sum(axis=(1, 2, 3))
    w *= scale.reshape(1, -1, 1, 1)
    return w, fused_b
