"""writes to x"""

import numpy as np

from solutions.lab02_batchnorm import *

HINT = "Does -= make a new array?"
FAILS = [
    "test_identity_parameters::test_x_stays_as_it_is",
]


def identity_parameters(x, eps):
    beta = x.mean(axis=0)
    x -= beta
    gamma = np.sqrt((x**2).mean(axis=0) + eps)
    return gamma, beta
