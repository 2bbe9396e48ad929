"""cuts one row and one column off at each end, whatever the padding is"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "How many zeros did the forward pass add?"
FAILS = [
    "test_conv_backward::test_dx_adds_up_what_all_windows_of_a_pixel_send_back",
    "test_conv_backward::test_dx_is_cut_out_of_the_padded_gradient",
    "test_conv_backward::test_dx_follows_the_stride",
    "test_conv_backward::test_dx_is_as_large_as_x_where_pixels_are_left_over",
    "test_conv_backward::test_gradients_of_any_size",
    "test_conv_backward::test_a_pixel_under_no_window_gets_no_gradient",
    "test_conv_backward::test_dx_is_the_adjoint_of_the_convolution",
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
    dx = dxp[:, :, 1 : H + 1, 1 : W + 1]
    return dx, dw, db
