"""moves the projection by 1 and keeps as much of it as fits"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Which pixel of x does the stride put under out[n, f, 1, 1], in w1 and in w_proj?"
FAILS = [
    "test_residual_forward::test_the_stride_stands_in_w1_and_in_the_projection",
    "test_residual_forward::test_a_stride_without_a_change_of_channels",
    "test_residual_forward::test_zero_kernels_leave_relu_of_the_projection",
    "test_residual_forward::test_projection_and_stride_have_the_stated_defaults",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), 1, 0)
        shortcut = shortcut[:, :, : b.shape[2], : b.shape[3]]
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
