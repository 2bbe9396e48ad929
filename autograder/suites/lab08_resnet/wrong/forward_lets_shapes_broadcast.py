"""adds the shortcut without a look at its shape: NumPy stretches an axis of 1"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What does NumPy give for (2, 3, 4, 5) + (2, 1, 4, 5)?"
FAILS = [
    "test_residual_forward::test_other_channels_on_the_shortcut_are_refused",
    "test_residual_forward::test_a_stride_without_a_projection_is_refused",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    total = b + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
