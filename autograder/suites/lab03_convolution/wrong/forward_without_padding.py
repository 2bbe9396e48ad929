"""puts all zeros of the padding below and to the right of the image, and none above it or to its left"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "What stands in the first row of the padded image?"
FAILS = [
    "test_conv_forward::test_zeros_surround_the_image",
    "test_conv_forward::test_stride_and_padding_work_together",
]


def conv_forward(x, w, b, stride=1, padding=0):
    N, C, H, W = x.shape
    F, CW, KH, KW = w.shape
    if C != CW:
        raise ValueError("x and w have different numbers of channels")
    OH = conv_output_size(H, KH, stride, padding)
    OW = conv_output_size(W, KW, stride, padding)
    xp = np.pad(x, ((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)))
    out = np.zeros((N, F, OH, OW), x.dtype)
    for i in range(OH):
        for j in range(OW):
            window = xp[:, :, i * stride : i * stride + KH, j * stride : j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, padding)
