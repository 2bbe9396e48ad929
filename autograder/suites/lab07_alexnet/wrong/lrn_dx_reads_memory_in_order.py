"""reads dout in the order of memory instead of by index"""

from solutions.lab07_alexnet import *

HINT = "What does ravel(order='K') return for an array that is stored by columns?"
FAILS = [
    "test_local_response_norm_backward::test_memory_layout_and_dtype_do_not_matter",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    dout = dout.ravel(order="K").reshape(dout.shape)
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx
