"""keeps H // stride rows and W // stride columns of out"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "How many places has a kernel that moves by 2 over 5 pixels, the first of them at pixel 0?"
FAILS = [
    "test_bottleneck::test_the_stride_stands_in_the_3x3_kernel",
    "test_bottleneck::test_projection_and_stride_have_the_stated_defaults",
    "test_bottleneck::test_memory_layout_does_not_matter",
    "test_bottleneck::test_shapes",
    "test_bottleneck::test_shapes_that_cannot_be_added_are_refused",
]


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), 1, 0)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), stride, 1)
    c, cache3 = conv_forward(np.maximum(b, 0), w3, np.zeros(len(w3), x.dtype), 1, 0)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if c.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = c + shortcut
    keep = (..., slice(x.shape[2] // stride), slice(x.shape[3] // stride))
    return np.maximum(total, 0)[keep], (cache1, a > 0, cache2, b > 0, cache3, cache_proj, total > 0)
