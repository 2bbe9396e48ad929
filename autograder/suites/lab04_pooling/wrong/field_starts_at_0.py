"""leaves out the 1 of the output itself"""

from solutions.lab04_pooling import *

HINT = "How many pixels does one output see of itself, without any layers?"
FAILS = [
    "test_receptive_field::test_kernels_less_1_add_up_at_stride_1",
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_one_layer_sees_its_kernel",
    "test_receptive_field::test_a_kernel_of_1_widens_by_its_stride_only",
    "test_receptive_field::test_whole_networks",
    "test_receptive_field::test_no_layers_see_one_pixel",
]


def receptive_field(layers):
    field, jump = 0, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field
