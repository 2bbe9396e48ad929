"""leaves eps out"""

import numpy as np

from solutions.lab05_normalization import *

HINT = "Where does your code use its argument eps?"
FAILS = [
    "test_fuse_conv_batchnorm::test_eps_is_added_to_running_var_inside_the_root",
]


def fuse_conv_batchnorm(w, b, gamma, beta, running_mean, running_var, eps):
    scale = gamma / np.sqrt(running_var)
    fused_w = w * scale.reshape(-1, 1, 1, 1)
    fused_b = (b - running_mean) * scale + beta
    return fused_w, fused_b
