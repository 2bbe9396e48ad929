"""keeps the last forward in a global variable instead of the cache"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What does backward use when forward has been called for another batch in between?"
FAILS = [
    "test_local_response_norm_backward::test_each_cache_belongs_to_its_own_forward",
]

saved = []


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    saved[:] = x, s, size, alpha, beta
    return x / s**beta, None


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = saved
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx
