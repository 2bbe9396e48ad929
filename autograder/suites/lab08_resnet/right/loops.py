"""Explicit loops."""

import numpy as np


def squared_norm(x):
    out = np.zeros(x.shape[0], x.dtype)
    for n in range(x.shape[0]):
        for value in x[n]:
            out[n] += value * value
    return out
