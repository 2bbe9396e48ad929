"""divides what comes from all neighbours by the denominator of the channel itself"""

from solutions.lab07_alexnet import *

HINT = "Whose s stands in the derivative of out[:, j] with respect to x[:, c]?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_alexnets_numbers",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1) / s[:, c] ** (beta + 1)
    return dx
