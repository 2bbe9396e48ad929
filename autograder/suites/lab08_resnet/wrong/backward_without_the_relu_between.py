"""passes the gradient from w2 to w1 as if there were no relu between them"""

from solutions.lab08_resnet import *

HINT = "Where was the input of the first relu below 0?"
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
    dx, dw1, _ = conv_backward(dh, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
