"""computes in float32 whatever the dtype of x"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which dtype does np.zeros(..., np.float32) have when x is float64?"
FAILS = [
    "test_local_response_norm_backward::test_float64_stays_float64",
    "test_local_response_norm_forward::test_float64_stays_float64",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    s = np.empty(x.shape, np.float32)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    return (x / s**beta).astype(np.float32), (x, s, size, alpha, beta)


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx.astype(np.float32)
