"""reads dout in the order in which it lies in memory"""

from solutions.lab08_resnet import *

HINT = "In which order does a transposed array lie in memory, and how would you number its values?"
FAILS = [
    "test_residual_backward::test_memory_layout_does_not_matter",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout.ravel(order="K").reshape(dout.shape) * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
