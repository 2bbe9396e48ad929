"""takes beta as minus the mean"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Should beta subtract the mean once more, or put it back?"
FAILS = [
    "test_identity_parameters::test_beta_undoes_the_shift",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=0) + eps)
    beta = -x.mean(axis=0)
    return gamma, beta
