"""forgets the padding when it asks whether a kernel fits"""

import math

from solutions.lab07_alexnet import *

HINT = "Does a 3 x 3 kernel fit on a pixel with a frame of zeros?"
FAILS = [
    "test_cost_trace::test_a_kernel_as_large_as_its_padded_input_fits",
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
            if kernel > min(H, W):
                raise ValueError(f"{name}: the kernel does not fit")
            OH = (H + 2 * pad - kernel) // stride + 1
            OW = (W + 2 * pad - kernel) // stride + 1
            if kind == "conv":
                weights, biases, places = channels * C * kernel**2, channels, OH * OW
                C = channels
            field += (kernel - 1) * jump
            jump *= stride
            shape = (C, OH, OW)
        trace.append((name, shape, weights + biases, weights * places, field))
    return trace
