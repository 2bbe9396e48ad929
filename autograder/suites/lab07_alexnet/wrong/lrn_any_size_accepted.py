"""accepts every size"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which channel is in the middle of a window of 4?"
FAILS = [
    "test_local_response_norm_forward::test_an_even_size_is_refused",
    "test_local_response_norm_forward::test_a_size_below_1_is_refused",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    C, reach = x.shape[1], size // 2
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
