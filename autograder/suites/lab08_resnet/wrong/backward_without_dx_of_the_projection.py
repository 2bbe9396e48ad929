"""leaves what comes back through the projection out of dx"""

from solutions.lab08_resnet import *

HINT = "Does x get a gradient from conv(x, w_proj)?"
FAILS = [
    "test_residual_backward::test_dx_comes_back_through_the_projection",
    "test_residual_backward::test_dx_follows_the_stride",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    _dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx, dw1, dw2, dw_proj
