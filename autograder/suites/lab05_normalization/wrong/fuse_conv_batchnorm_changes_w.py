"""writes to w"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Does *= make a new array?"
FAILS = [
    "test_fuse_conv_batchnorm::test_arguments_stay_as_they_are",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var + eps)
    fused_b = (b - running_mean) * scale + beta
    w *= scale.reshape(-1, 1, 1, 1)
    return w, fused_b
