"""adds the gradient of the shortcut to that of the hidden layer, so that it goes through w1"""

from solutions.lab08_resnet import *

HINT = "Where does the shortcut leave x, before w1 or behind it?"
FAILS = [
    "test_residual_backward::test_dx_adds_up_both_ways",
    "test_residual_backward::test_dw1_is_the_gradient_of_w1",
    "test_residual_backward::test_zero_kernels_leave_the_gradient_of_relu",
    "test_residual_backward::test_the_gradient_of_relu_at_0_is_0",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    if cache_proj is None:
        dh = dh + dtotal
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx, dw1, dw2, None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
