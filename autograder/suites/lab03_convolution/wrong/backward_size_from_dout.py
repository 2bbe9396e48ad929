"""works out the size of x from that of dout, and so loses the pixels that were left over"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Which pixels did no window reach, and what is their gradient?"
FAILS = [
    "test_conv_backward::test_dx_is_as_large_as_x_where_pixels_are_left_over",
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
    "test_conv_backward::test_shapes",
]


def conv_backward(dout, cache):
    x, w, stride, padding = cache
    H, W = x.shape[2:]
    F, _, KH, KW = w.shape
    OH, OW = dout.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for i in range(OH):
        for j in range(OW):
            rows = slice(i * stride, i * stride + KH)
            columns = slice(j * stride, j * stride + KW)
            for f in range(F):
                d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
                dw[f] += (xp[:, :, rows, columns] * d).sum(axis=0)
                dxp[:, :, rows, columns] += w[f] * d
    db = dout.sum(axis=(0, 2, 3))
    H, W = (OH - 1) * stride + KH - 2 * padding, (OW - 1) * stride + KW - 2 * padding
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, db
