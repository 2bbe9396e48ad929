"""lets the gradient through the relu between where the gradient is above 0, not where its input was"""

from solutions.lab08_resnet import *

HINT = "Which sign decides: that of what went into the relu, or that of what comes back?"
FAILS = [
    "test_residual_backward::test_dx_adds_up_both_ways",
    "test_residual_backward::test_dw1_is_the_gradient_of_w1",
    "test_residual_backward::test_dx_comes_back_through_the_projection",
    "test_residual_backward::test_dx_follows_the_stride",
    "test_residual_backward::test_gradients_of_all_kernels_follow_the_stride",
    "test_residual_backward::test_the_gradient_of_relu_at_0_is_0",
]


def residual_backward(dout, cache):
    cache1, _on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * (dh > 0), cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
