"""writes to dout"""

from solutions.lab07_alexnet import *

HINT = "Does /= make a new array?"
FAILS = [
    "test_local_response_norm_backward::test_dout_stays_as_it_is",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dout /= s**beta
    dx = dout
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx
