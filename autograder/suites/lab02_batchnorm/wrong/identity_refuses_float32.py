"""refuses float32 arrays"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Which dtypes does batch normalisation itself allow for x?"
FAILS = [
    "test_identity_parameters::test_float32_is_as_good_as_float64",
]


def identity_parameters(x, eps):
    if x.dtype != np.float64:
        raise TypeError("x must be float64")
    gamma = np.sqrt(x.var(axis=0) + eps)
    beta = x.mean(axis=0)
    return gamma, beta
