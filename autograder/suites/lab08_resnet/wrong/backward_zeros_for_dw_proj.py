"""returns a 0 for dw_proj where there is no projection"""

from solutions.lab08_resnet import *

HINT = "What does the docstring ask for where there is nothing to have a gradient?"
FAILS = [
    "test_residual_backward::test_dw_proj_is_none_without_a_projection",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, 0.0
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
