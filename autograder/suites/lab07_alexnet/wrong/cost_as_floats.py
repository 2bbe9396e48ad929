"""returns floats"""

import math

from solutions.lab07_alexnet import *

HINT = "What does / give in place of //?"
FAILS = [
    "test_cost_trace::test_numbers_are_ints",
]


def cost_trace(rows, input_shape):
    trace = []
    shape, field, jump = tuple(input_shape), 1, 1
    for name, kind, channels, kernel, stride, padding, _ in rows:
        weights = biases = places = 0
        if kind == "linear":
            inputs = math.prod(shape)
            weights, biases, places = inputs * channels, channels, 1
            field += (max(shape[1:], default=1) - 1) * jump
            shape = (channels,)
        elif kind != "norm":
            C, H, W = shape
            pad = padding or 0
            if kernel > min(H, W) + 2 * pad:
                raise ValueError(f"{name}: the kernel does not fit")
            OH = (H + 2 * pad - kernel) // stride + 1
            OW = (W + 2 * pad - kernel) // stride + 1
            if kind == "conv":
                weights, biases, places = channels * C * kernel**2, channels, OH * OW
                C = channels
            field += (kernel - 1) * jump
            jump *= stride
            shape = (C, OH, OW)
        trace.append((name, shape, float(weights + biases), float(weights * places), field))
    return trace
