"""forgets the 2 of the derivative of x^2"""

from solutions.lab07_alexnet import *

HINT = "What is the derivative of x^2?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_dx_where_windows_are_cut_off",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_a_window_of_one_channel",
    "test_local_response_norm_backward::test_dx_with_alexnets_numbers",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx
