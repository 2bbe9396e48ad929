"""divides the variance by N - 1"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which variance does batch normalisation use?"
FAILS = [
    "test_identity_parameters::test_gamma_undoes_the_division",
    "test_identity_parameters::test_gamma_holds_eps",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=0, ddof=1) + eps)
    beta = x.mean(axis=0)
    return gamma, beta
