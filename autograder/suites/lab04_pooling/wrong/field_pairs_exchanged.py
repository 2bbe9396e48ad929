"""takes the pairs as (stride, kernel)"""

from solutions.lab04_pooling import *

HINT = "Which of the two comes first in each pair?"
FAILS = [
    "test_receptive_field::test_kernels_less_1_add_up_at_stride_1",
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_one_layer_sees_its_kernel",
    "test_receptive_field::test_a_kernel_of_1_widens_by_its_stride_only",
    "test_receptive_field::test_whole_networks",
    "test_receptive_field::test_the_last_stride_does_not_matter",
    "test_receptive_field::test_a_stride_below_1_is_refused",
]


def receptive_field(layers):
    field, jump = 1, 1
    for stride, kernel in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field
