"""takes the mean over the channels in place of the sum"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Is there a division in the equation?"
FAILS = [
    "test_conv_forward::test_every_window_is_multiplied_by_the_kernel_and_summed",
    "test_conv_forward::test_the_kernel_is_not_flipped",
    "test_conv_forward::test_the_bias_is_added_once",
    "test_conv_forward::test_zeros_surround_the_image",
    "test_conv_forward::test_the_window_moves_by_the_stride",
    "test_conv_forward::test_pixels_left_over_at_the_end_are_left_out",
    "test_conv_forward::test_stride_and_padding_work_together",
]


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) / C + b[f]
    return out, (x, w, stride, padding)
