"""keeps H // stride rows and W // stride columns of out"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "How many places has a kernel that moves by 2 over 5 pixels, the first of them at pixel 0?"
FAILS = [
    "test_residual_forward::test_the_stride_stands_in_w1_and_in_the_projection",
    "test_residual_forward::test_a_stride_without_a_change_of_channels",
    "test_residual_forward::test_zero_kernels_leave_relu_of_the_projection",
    "test_residual_forward::test_a_projection_of_zeros_leaves_the_convolutions",
    "test_residual_forward::test_every_image_of_the_batch_is_on_its_own",
    "test_residual_forward::test_projection_and_stride_have_the_stated_defaults",
    "test_residual_forward::test_memory_layout_does_not_matter",
    "test_residual_forward::test_shape",
    "test_residual_forward::test_a_stride_without_a_projection_is_refused",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    keep = (..., slice(x.shape[2] // stride), slice(x.shape[3] // stride))
    return np.maximum(total, 0)[keep], (cache1, a > 0, cache2, cache_proj, total > 0)
