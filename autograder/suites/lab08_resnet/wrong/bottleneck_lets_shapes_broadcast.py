"""adds the shortcut without a look at its shape: NumPy stretches an axis of 1"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What does NumPy give for (2, 3, 4, 5) + (2, 1, 4, 5)?"
FAILS = [
    "test_bottleneck::test_shapes_that_cannot_be_added_are_refused",
]


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    a, cache1 = conv_forward(x, w1, np.zeros(len(w1), x.dtype), 1, 0)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), stride, 1)
    c, cache3 = conv_forward(np.maximum(b, 0), w3, np.zeros(len(w3), x.dtype), 1, 0)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    total = c + shortcut
    return np.maximum(total, 0), (cache1, a > 0, cache2, b > 0, cache3, cache_proj, total > 0)
