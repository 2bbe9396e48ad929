"""takes the denominator as a constant in dx"""

from solutions.lab07_alexnet import *

HINT = "Does s depend on x, too?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_dx_where_windows_are_cut_off",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_a_window_of_one_channel",
    "test_local_response_norm_backward::test_dx_with_alexnets_numbers",
]


def local_response_norm_backward(dout, cache):
    _, s, _, _, beta = cache
    return dout / s**beta
