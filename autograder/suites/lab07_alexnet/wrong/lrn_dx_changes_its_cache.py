"""writes to the arrays in its cache"""

from solutions.lab07_alexnet import *

HINT = "What does a second call with the same cache find in it?"
FAILS = [
    "test_local_response_norm_backward::test_each_cache_belongs_to_its_own_forward",
    "test_local_response_norm_backward::test_dx_grows_with_dout",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    x *= 2 * alpha * beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= x[:, c] * along[:, first:last].sum(axis=1)
    return dx
