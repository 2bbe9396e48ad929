"""returns dout as dx"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which shape does dx have: that of x or that of out?"
FAILS = [
    "test_max_pool_backward::test_dx_where_windows_touch",
    "test_max_pool_backward::test_dx_where_windows_overlap",
    "test_max_pool_backward::test_dx_where_windows_leave_gaps",
    "test_max_pool_backward::test_dx_for_windows_that_are_not_square",
    "test_max_pool_backward::test_dx_with_rows_and_columns_left_over",
    "test_max_pool_backward::test_dx_for_negative_values",
    "test_max_pool_backward::test_a_maximum_of_several_windows_gets_all_their_gradients",
    "test_max_pool_backward::test_all_of_dout_arrives_in_dx",
    "test_max_pool_backward::test_only_maxima_get_gradient",
    "test_max_pool_backward::test_equal_maxima_share_what_no_other_pixel_gets",
    "test_max_pool_backward::test_pixels_between_windows_get_nothing",
    "test_max_pool_backward::test_dx_grows_with_dout",
    "test_max_pool_backward::test_each_cache_belongs_to_its_own_forward",
    "test_max_pool_backward::test_backward_can_be_called_twice",
    "test_max_pool_backward::test_memory_layout_does_not_matter",
    "test_max_pool_backward::test_float32_is_as_good_as_float64",
    "test_max_pool_backward::test_shape",
]


def max_pool_forward(x, kernel, stride):
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    N, C, H, W = x.shape
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if KH > H or KW > W:
        raise ValueError("the kernel is larger than x")
    OH, OW = (H - KH) // stride + 1, (W - KW) // stride + 1
    out = np.zeros((N, C, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = x[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, KH, KW, stride)


def max_pool_backward(dout, cache):
    return dout
