"""takes mean and variance across the features of each sample"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which axis runs down a column?"
FAILS = [
    "test_identity_parameters::test_gamma_undoes_the_division",
    "test_identity_parameters::test_gamma_holds_eps",
    "test_identity_parameters::test_beta_undoes_the_shift",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
    "test_identity_parameters::test_shapes",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=1) + eps)
    beta = x.mean(axis=1)
    return gamma, beta
