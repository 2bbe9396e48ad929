"""gives the projection the gradient that has gone back through w2"""

from solutions.lab08_resnet import *

HINT = "Which gradient arrives at the output of the projection?"
FAILS = [
    "test_residual_backward::test_dw_proj_is_the_gradient_of_w_proj",
    "test_residual_backward::test_gradients_of_all_kernels_follow_the_stride",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1, dw2, None
    dshortcut, _, _ = conv_backward(dtotal, cache_proj)
    _, dw_proj, _ = conv_backward(dh, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj
