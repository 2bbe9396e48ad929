"""multiplies by the stride of the layer itself, too"""

from solutions.lab04_pooling import *

HINT = "Does the stride of the only layer change what one output sees?"
FAILS = [
    "test_receptive_field::test_strides_widen_the_layers_after_them",
    "test_receptive_field::test_one_layer_sees_its_kernel",
    "test_receptive_field::test_whole_networks",
    "test_receptive_field::test_the_last_stride_does_not_matter",
]


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        jump *= stride
        field += (kernel - 1) * jump
    return field
