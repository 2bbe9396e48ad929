"""adds K for each layer instead of K - 1"""

from solutions.lab04_pooling import *

HINT = "By how many pixels does a second 3x3 layer widen the first one's 3?"
FAILS = [
    "test_receptive_field::test_kernels_less_1_add_up_at_stride_1",
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_one_layer_sees_its_kernel",
    "test_receptive_field::test_a_kernel_of_1_widens_by_its_stride_only",
    "test_receptive_field::test_whole_networks",
]


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += kernel * jump
        jump *= stride
    return field
