"""goes from input to output with the formula for going back, r = (r - 1) * stride + kernel"""

from solutions.lab04_pooling import *

HINT = "At which end does r = (r - 1) * stride + kernel begin?"
FAILS = [
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_a_kernel_of_1_widens_by_its_stride_only",
    "test_receptive_field::test_the_last_stride_does_not_matter",
]


def receptive_field(layers):
    field, _jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field = (field - 1) * stride + kernel
    return field
