"""counts one input for each map that a linear row gets"""

from solutions.lab06_lenet import *

HINT = "How many numbers are in 16 maps of 5 x 5?"
FAILS = [
    "test_shape_trace::test_lenet5_on_other_images",
    "test_shape_trace::test_linear_rows_read_all_values_as_one_row",
    "test_shape_trace::test_other_tables",
]


def shape_trace(rows, input_shape):
    shape = list(input_shape)
    result = []
    for name, kind, channels, kernel, stride, padding, activation in rows:
        count = 0
        if kind == "linear":
            inputs = 1
            inputs *= shape[0]
            count = inputs * channels + channels
            shape = [channels]
        else:
            p = padding if kind == "conv" else 0
            height = shape[1] + 2 * p
            width = shape[2] + 2 * p
            if kernel > height or kernel > width:
                raise ValueError(name + ": the kernel is too large")
            out_h = (height - kernel) // stride + 1
            out_w = (width - kernel) // stride + 1
            maps = shape[0]
            if kind == "conv":
                count = channels * maps * kernel * kernel + channels
                maps = channels
            shape = [maps, out_h, out_w]
        result.append((name, tuple(shape), count))
    return result
