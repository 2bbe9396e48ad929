"""returns dw1, dw2 and dw_proj as matrices with a row for each filter"""

from solutions.lab08_resnet import *

HINT = "Which shape has the gradient of a kernel (F, C, 3, 3)?"
FAILS = [
    "test_residual_backward::test_dw1_is_the_gradient_of_w1",
    "test_residual_backward::test_dw2_is_the_gradient_of_w2",
    "test_residual_backward::test_dw_proj_is_the_gradient_of_w_proj",
    "test_residual_backward::test_gradients_of_all_kernels_follow_the_stride",
    "test_residual_backward::test_zero_kernels_leave_the_gradient_of_relu",
    "test_residual_backward::test_the_gradient_of_relu_at_0_is_0",
    "test_residual_backward::test_dw_proj_is_none_without_a_projection",
    "test_residual_backward::test_each_cache_belongs_to_its_own_forward",
    "test_residual_backward::test_memory_layout_does_not_matter",
    "test_residual_backward::test_both_precisions",
    "test_residual_backward::test_shapes",
]


def residual_backward(dout, cache):
    cache1, on1, cache2, cache_proj, on2 = cache
    dtotal = dout * on2
    dh, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dh * on1, cache1)
    if cache_proj is None:
        return dx + dtotal, dw1.reshape(len(dw1), -1), dw2.reshape(len(dw2), -1), None
    dshortcut, dw_proj, _ = conv_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1.reshape(len(dw1), -1), dw2.reshape(len(dw2), -1), dw_proj[:, :, 0, 0]
