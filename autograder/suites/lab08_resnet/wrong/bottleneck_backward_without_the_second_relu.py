"""passes the gradient from w3 to w2 as if there were no relu between them"""

from solutions.lab08_resnet import *

HINT = "Which relus did the forward pass go through, and which of them does backward go through?"
FAILS = [
    "test_bottleneck::test_dx_adds_up_both_ways",
    "test_bottleneck::test_gradients_of_the_three_kernels",
    "test_bottleneck::test_gradients_with_a_projection",
    "test_bottleneck::test_gradients_of_the_kernels_follow_the_stride",
    "test_bottleneck::test_the_gradient_of_relu_at_0_is_0",
]


def bottleneck_backward(dout, cache):
    cache1, on1, cache2, _on2, cache3, cache_proj, on3 = cache
    dtotal = dout * on3
    db, dw3, _ = conv_backward(dtotal, cache3)
    da, dw2, _ = conv_backward(db, cache2)
    dx, dw1, _ = conv_backward(da * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, dw3, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw3, dw_proj
