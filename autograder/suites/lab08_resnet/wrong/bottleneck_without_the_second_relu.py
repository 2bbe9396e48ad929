"""puts no relu between the 3x3 kernel and the last 1x1 kernel"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Between how many pairs of kernels does a relu stand in the docstring?"
FAILS = [
    "test_bottleneck::test_x_is_added_to_three_convolutions",
    "test_bottleneck::test_a_projection_changes_the_channels",
    "test_bottleneck::test_the_stride_stands_in_the_3x3_kernel",
    "test_bottleneck::test_projection_and_stride_have_the_stated_defaults",
]


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), 1, 0)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), stride, 1)
    c, cache3 = conv_forward(b, w3, np.zeros(len(w3), x.dtype), 1, 0)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if c.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = c + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, np.ones_like(b, bool), cache3, cache_proj, total > 0)
