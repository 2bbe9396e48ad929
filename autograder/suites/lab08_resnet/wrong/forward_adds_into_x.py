"""adds the convolutions into x itself, where x is the shortcut"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "After shortcut = x, which array does shortcut += b change?"
FAILS = [
    "test_residual_forward::test_arguments_stay_as_they_are",
]


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    a, cache1 = conv_forward(x.copy(), w1, np.zeros(len(w1), x.dtype), stride, 1)
    b, cache2 = conv_forward(np.maximum(a, 0), w2, np.zeros(len(w2), x.dtype), 1, 1)
    shortcut, cache_proj = x, None
    if w_proj is not None:
        shortcut, cache_proj = conv_forward(x, w_proj, np.zeros(len(w_proj), x.dtype), stride, 0)
    if b.shape != shortcut.shape:
        raise ValueError("the shapes differ")
    total = shortcut
    total += b
    return np.maximum(total, 0), (cache1, a > 0, cache2, cache_proj, total > 0)
