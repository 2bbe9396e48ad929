"""multiplies the kernels"""

from solutions.lab04_pooling import *

HINT = "What do two 3x3 layers see: 5 or 9 pixels?"
FAILS = [
    "test_receptive_field::test_kernels_less_1_add_up_at_stride_1",
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_a_kernel_of_1_widens_by_its_stride_only",
    "test_receptive_field::test_whole_networks",
]


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field *= kernel
        jump *= stride
    return field
