"""leaves out the rows without parameters"""

import math

from solutions.lab07_alexnet import *

HINT = "How many entries does a table of 13 rows have?"
FAILS = [
    "test_cost_trace::test_output_shapes",
    "test_cost_trace::test_parameters",
    "test_cost_trace::test_multiply_adds",
    "test_cost_trace::test_receptive_fields",
    "test_cost_trace::test_linear_layers_flatten_what_they_get",
    "test_cost_trace::test_linear_layers_see_the_whole_map",
    "test_cost_trace::test_normalisation_costs_and_changes_nothing",
    "test_cost_trace::test_alexnet",
    "test_cost_trace::test_alexnet_at_other_sizes",
    "test_cost_trace::test_nothing_is_allocated",
    "test_cost_trace::test_a_kernel_as_large_as_its_padded_input_fits",
    "test_cost_trace::test_one_entry_of_five_values_for_each_row",
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
        if kind in ("conv", "linear"):
            trace.append((name, shape, weights + biases, weights * places, field))
    return trace
