"""computes dx with size, alpha and beta of AlexNet, whatever forward was given"""

from solutions.lab07_alexnet import *

HINT = "Where can backward read which alpha forward used?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_dx_where_windows_are_cut_off",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_a_window_of_one_channel",
    "test_local_response_norm_backward::test_without_alpha_only_the_direct_path_is_left",
]


def local_response_norm_backward(dout, cache):
    x, s, *_ = cache
    size, alpha, beta = 5, 1e-4, 0.75
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return dx
