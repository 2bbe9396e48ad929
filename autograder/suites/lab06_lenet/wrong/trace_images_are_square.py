"""takes the width for the height"""

from solutions.lab06_lenet import *

HINT = "What comes out of an image that is higher than it is wide?"
FAILS = []


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
