"""rounds the number of places up where the stride leaves a rest"""

from solutions.lab06_lenet import *

HINT = "May a kernel stick out at the far end?"
FAILS = [
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
            width = shape[2] + 2 * p
            if kernel > height or kernel > width:
                raise ValueError(name + ": the kernel is too large")
            out_h = -(-(height - kernel) // stride) + 1
            out_w = -(-(width - kernel) // stride) + 1
            maps = shape[0]
            if kind == "conv":
                count = channels * maps * kernel * kernel + channels
                maps = channels
            shape = [maps, out_h, out_w]
        result.append((name, tuple(shape), count))
    return result
