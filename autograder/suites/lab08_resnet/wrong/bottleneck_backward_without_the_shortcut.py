"""returns as dx only what comes back through the convolutions"""

from solutions.lab08_resnet import *

HINT = "What is left of dout on its way down if all kernels are 0?"
FAILS = [
    "test_bottleneck::test_dx_adds_up_both_ways",
    "test_bottleneck::test_gradients_with_a_projection",
    "test_bottleneck::test_zero_kernels_leave_relu_of_x",
    "test_bottleneck::test_the_gradient_of_relu_at_0_is_0",
]


def bottleneck_backward(dout, cache):
    cache1, on1, cache2, on2, cache3, cache_proj, on3 = cache
    dtotal = dout * on3
    db, dw3, _ = conv_backward(dtotal, cache3)
    da, dw2, _ = conv_backward(db * on2, cache2)
    dx, dw1, _ = conv_backward(da * on1, cache1)
    if cache_proj is None:
        return dx, dw1, dw2, dw3, None
    _dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx, dw1, dw2, dw3, dw_proj
