"""returns dx in a tuple"""

from solutions.lab07_alexnet import *

HINT = "What does a comma at the end of a return statement make?"
FAILS = [
    "test_local_response_norm_backward::test_dx_is_the_gradient_of_x",
    "test_local_response_norm_backward::test_dx_where_windows_are_cut_off",
    "test_local_response_norm_backward::test_neighbours_get_gradient",
    "test_local_response_norm_backward::test_dx_with_a_window_of_one_channel",
    "test_local_response_norm_backward::test_dx_with_alexnets_numbers",
    "test_local_response_norm_backward::test_without_alpha_only_the_direct_path_is_left",
    "test_local_response_norm_backward::test_pixels_and_images_do_not_meet",
    "test_local_response_norm_backward::test_each_cache_belongs_to_its_own_forward",
    "test_local_response_norm_backward::test_dx_grows_with_dout",
    "test_local_response_norm_backward::test_memory_layout_and_dtype_do_not_matter",
    "test_local_response_norm_backward::test_shape",
]


def local_response_norm_backward(dout, cache):
    x, s, size, alpha, beta = cache
    C, reach = x.shape[1], size // 2
    along = dout * x / s ** (beta + 1)
    dx = dout / s**beta
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        dx[:, c] -= 2 * alpha * beta * x[:, c] * along[:, first:last].sum(axis=1)
    return (dx,)
