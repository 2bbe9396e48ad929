"""takes the width for the height"""

from solutions.lab06_lenet import *

HINT = "What comes out of an image that is higher than it is wide?"
FAILS = [
    "test_shape_trace::test_a_kernel_may_be_as_large_as_its_input",
    "test_shape_trace::test_a_kernel_that_is_too_large_is_refused",
    "test_shape_trace::test_lenet5_on_other_images",
    "test_shape_trace::test_other_tables",
    "test_shape_trace::test_padding_counts_on_both_sides",
    "test_shape_trace::test_pooling_keeps_the_channels",
    "test_shape_trace::test_sizes_are_rounded_down",
]


def shape_trace(rows, input_shape):
    shape = list(input_shape)
    result = []
    for name, kind, channels, kernel, stride, padding, activation in rows:
        count = 0
        if kind == "linear":
            inputs = 1
            for length in shape:
                inputs *= length
            count = inputs * channels + channels
            shape = [channels]
        else:
            p = padding if kind == "conv" else 0
            height = shape[1] + 2 * p
            if kernel > height:
                raise ValueError(name + ": the kernel is too large")
            out_h = (height - kernel) // stride + 1
            out_w = (height - kernel) // stride + 1
            maps = shape[0]
            if kind == "conv":
                count = channels * maps * kernel * kernel + channels
                maps = channels
            shape = [maps, out_h, out_w]
        result.append((name, tuple(shape), count))
    return result
