"""sets dout to 0 in place where the relu was off"""

from solutions.lab08_resnet import *

HINT = "Whose array is dout, and who else may still need it?"
FAILS = [
    "test_residual_backward::test_dout_stays_as_it_is",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout
    dtotal[~on2] = 0
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
