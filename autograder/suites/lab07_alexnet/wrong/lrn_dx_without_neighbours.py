"""lets a channel change its own out only"""

from solutions.lab07_alexnet import *

HINT = "In how many sums does x[:, 3] stand?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_dx_where_windows_are_cut_off",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_alexnets_numbers",
]


def local_response_norm_backward(dout, cache):
    x, s, _, alpha, beta = cache
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    return dx - 2 * alpha * beta * x * along
