"""adds dout itself to dx, without the relu that comes after the addition"""

from solutions.lab08_resnet import *

HINT = "Is the relu at the end of the block on the way of the shortcut, too?"
FAILS = [
    "test_residual_backward::test_dx_adds_up_both_ways",
    "test_residual_backward::test_dx_comes_back_through_the_projection",
    "test_residual_backward::test_dw_proj_is_the_gradient_of_w_proj",
    "test_residual_backward::test_dx_follows_the_stride",
    "test_residual_backward::test_gradients_of_all_kernels_follow_the_stride",
    "test_residual_backward::test_zero_kernels_leave_the_gradient_of_relu",
    "test_residual_backward::test_the_gradient_of_relu_at_0_is_0",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dout, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dout, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
