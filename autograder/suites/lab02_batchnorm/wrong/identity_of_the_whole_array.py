"""takes one mean and one variance of the whole array"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "How many columns does x have, and how many means?"
FAILS = [
    "test_identity_parameters::test_gamma_undoes_the_division",
    "test_identity_parameters::test_gamma_holds_eps",
    "test_identity_parameters::test_beta_undoes_the_shift",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
    "test_identity_parameters::test_shapes",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var() + eps)
    beta = x.mean()
    return gamma, beta
