"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = [
    "test_identity_parameters::test_memory_layout_of_x_does_not_matter",
]


def identity_parameters(x, eps):
    x = x.ravel(order="K").reshape(x.shape)
    gamma = np.sqrt(x.var(axis=0) + eps)
    beta = x.mean(axis=0)
    return gamma, beta
