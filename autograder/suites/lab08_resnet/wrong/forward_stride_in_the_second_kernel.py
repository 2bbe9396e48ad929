"""moves w2 by the stride, and w1 by 1"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Which of the two kernels makes the image smaller?"
FAILS = [
    "test_residual_forward::test_the_stride_stands_in_w1_and_in_the_projection",
    "test_residual_forward::test_a_stride_without_a_change_of_channels",
    "test_residual_forward::test_a_projection_of_zeros_leaves_the_convolutions",
    "test_residual_forward::test_projection_and_stride_have_the_stated_defaults",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), 1, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), stride, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
