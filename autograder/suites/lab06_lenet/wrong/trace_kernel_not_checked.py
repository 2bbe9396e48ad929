"""goes on where a kernel is larger than its input"""

from solutions.lab06_lenet import *

HINT = "Which size comes out if a kernel of 5 meets an input of 4, and can that be?"
FAILS = [
    "test_shape_trace::test_a_kernel_that_is_too_large_is_refused",
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
            out_h = (height - kernel) // stride + 1
            out_w = (width - kernel) // stride + 1
            maps = shape[0]
            if kind == "conv":
                count = channels * maps * kernel * kernel + channels
                maps = channels
            shape = [maps, out_h, out_w]
        result.append((name, tuple(shape), count))
    return result
