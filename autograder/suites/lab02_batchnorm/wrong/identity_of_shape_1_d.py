"""returns gamma and beta as (1, D) arrays"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which argument of mean and var keeps an axis of length 1?"
FAILS = [
    "test_identity_parameters::test_gamma_undoes_the_division",
    "test_identity_parameters::test_gamma_holds_eps",
    "test_identity_parameters::test_beta_undoes_the_shift",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
    "test_identity_parameters::test_shapes",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=0, keepdims=True) + eps)
    beta = x.mean(axis=0, keepdims=True)
    return gamma, beta
