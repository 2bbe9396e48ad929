"""has 3 for the size of the kernel"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Where does your code read the shape of w?"
TWIN = "any.broadcast"
FAILS = [
    "test_conv_backward::test_dx_adds_up_what_all_windows_of_a_pixel_send_back",
    "test_conv_backward::test_dx_is_cut_out_of_the_padded_gradient",
    "test_conv_backward::test_dx_follows_the_stride",
    "test_conv_backward::test_dx_is_as_large_as_x_where_pixels_are_left_over",
    "test_conv_backward::test_dw_is_the_gradient_of_w",
    "test_conv_backward::test_dw_follows_stride_and_padding",
    "test_conv_backward::test_db_is_the_gradient_of_b",
    "test_conv_backward::test_gradients_of_any_size",
    "test_conv_backward::test_a_pixel_under_no_window_gets_no_gradient",
    "test_conv_backward::test_dx_is_the_adjoint_of_the_convolution",
    "test_conv_backward::test_dx_does_not_depend_on_x",
    "test_conv_backward::test_dw_does_not_depend_on_w",
    "test_conv_backward::test_each_cache_belongs_to_its_own_forward",
    "test_conv_backward::test_backward_can_be_called_twice",
    "test_conv_backward::test_memory_layout_does_not_matter",
    "test_conv_backward::test_order_of_memory_does_not_matter",
    "test_conv_backward::test_float32_is_as_good_as_float64",
    "test_conv_backward::test_float64_stays_float64",
    "test_conv_backward::test_shapes",
    "test_conv_backward::test_dout_stays_as_it_is",
]


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    H, W = x.shape[2:]
    F = len(w)
    OH, OW = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + 3)
            columns = slice(j * stride, j * stride + 3)
            for f in range(F):
                d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dw[f] += (xp[:, :, rows, columns] * d).sum(axis=0)
                dxp[:, :, rows, columns] += w[f] * d
    db = dout.sum(axis=(0, 2, 3))
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, db
