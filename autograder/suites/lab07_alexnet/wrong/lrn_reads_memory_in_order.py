"""reads x in the order of memory instead of by index"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = [
    "test_local_response_norm_forward::test_memory_layout_and_dtype_do_not_matter",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    x = x.ravel(order="K").reshape(x.shape)
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
