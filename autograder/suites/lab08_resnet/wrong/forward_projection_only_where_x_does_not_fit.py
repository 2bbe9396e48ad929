"""adds x itself although there is a projection, where x has the shape of out"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "When is w_proj not None, and what is the shortcut then?"
FAILS = [
    "test_residual_forward::test_a_projection_is_used_wherever_it_is_given",
    "test_residual_forward::test_kernels_and_strides_that_cannot_be_are_refused",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None and x.shape != b.shape:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = b + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
