"""gives np.pad two pairs for an array of four axes"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "How many axes does x have, and how many pairs does np.pad want?"
TWIN = "any.pad"
FAILS = [
    "test_conv_forward::test_every_window_is_multiplied_by_the_kernel_and_summed",
    "test_conv_forward::test_the_kernel_is_not_flipped",
    "test_conv_forward::test_the_bias_is_added_once",
    "test_conv_forward::test_zeros_surround_the_image",
    "test_conv_forward::test_the_window_moves_by_the_stride",
    "test_conv_forward::test_pixels_left_over_at_the_end_are_left_out",
    "test_conv_forward::test_stride_and_padding_work_together",
    "test_conv_forward::test_out_is_linear_in_x",
    "test_conv_forward::test_out_is_linear_in_w",
    "test_conv_forward::test_moving_the_image_by_one_stride_moves_out_by_one",
    "test_conv_forward::test_every_image_of_the_batch_is_on_its_own",
    "test_conv_forward::test_stride_and_padding_have_the_stated_defaults",
    "test_conv_forward::test_memory_layout_does_not_matter",
    "test_conv_forward::test_order_of_memory_does_not_matter",
    "test_conv_forward::test_float32_is_as_good_as_float64",
    "test_conv_forward::test_float64_stays_float64",
    "test_conv_forward::test_shape",
    "test_conv_forward::test_arguments_stay_as_they_are",
]


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding)
