"""takes the gradient of relu as 1 where its input is exactly 0, and a 0 for dw_proj without a projection"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "What does the docstring say about relu at 0, and what about dw_proj?"
FAILS = [
    "test_bottleneck::test_the_gradient_of_relu_at_0_is_0",
    "test_bottleneck::test_dw_proj_is_none_without_a_projection",
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
    return np.maximum(total, 0), (cache1, a >= 0, cache2, b >= 0, cache3, cache_proj, total >= 0)


def bottleneck_backward(dout, cache):
    cache1, on1, cache2, on2, cache3, cache_proj, on3 = cache
    dtotal = dout * on3
    db, dw3, _ = conv_backward(dtotal, cache3)
    da, dw2, _ = conv_backward(db * on2, cache2)
    dx, dw1, _ = conv_backward(da * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, dw3, 0.0
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw3, dw_proj
