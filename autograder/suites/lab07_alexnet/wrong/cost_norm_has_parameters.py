"""counts two parameters a channel for normalisation, as batch normalisation has them"""

import math

from solutions.lab07_alexnet import *

HINT = "What would training change in local response normalisation?"
FAILS = [
    "test_cost_trace::test_normalisation_costs_and_changes_nothing",
    "test_cost_trace::test_alexnet",
    "test_cost_trace::test_alexnet_at_other_sizes",
    "test_cost_trace::test_nothing_is_allocated",
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
        if kind == "norm":
            biases = 2 * shape[0]
        trace.append((name, shape, weights + biases, weights * places, field))
    return trace
