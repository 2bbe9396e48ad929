"""adds eps to the standard deviation, outside the root"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Is eps added to a variance or to a standard deviation?"
FAILS = [
    "test_identity_parameters::test_gamma_holds_eps",
    "test_identity_parameters::test_batch_norm_with_them_returns_x",
    "test_identity_parameters::test_a_batch_of_one_is_its_own_mean",
]


def identity_parameters(x, eps):
    gamma = np.sqrt(x.var(axis=0)) + eps
    beta = x.mean(axis=0)
    return gamma, beta
