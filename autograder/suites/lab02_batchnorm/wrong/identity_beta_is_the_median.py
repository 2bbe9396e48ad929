"""takes beta as the median of each column"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which number does step 3 subtract?"
FAILS = [
    "test_identity_parameters::test_beta_undoes_the_shift",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=0) + eps)
    beta = np.median(x, axis=0)
    return gamma, beta
