"""computes the gradients in float32 whatever the dtype of dout is"""

import numpy as np

from solutions.lab08_resnet import *

HINT = "Which dtype have the gradients of float64 arrays?"
FAILS = [
    "test_residual_backward::test_both_precisions",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = (dout * on2).astype(np.float32)
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return (*(d.astype(np.float32) for d in (dx + dtotal, dw1, dw2)), None)
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return tuple(d.astype(np.float32) for d in (dx + dshortcut, dw1, dw2, dw_proj))
