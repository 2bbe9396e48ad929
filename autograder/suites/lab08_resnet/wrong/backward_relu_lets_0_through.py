"""takes the gradient of relu as 1 where its input is exactly 0"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What is the gradient of relu at 0 by the docstring?"
FAILS = [
    "test_residual_backward::test_the_gradient_of_relu_at_0_is_0",
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
    return np.maximum(total, 0), (cache1, a >= 0, cache2, cache_proj, total >= 0)


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
