"""returns dx as a vector"""

from solutions.lab01_backprop import *

HINT = "Which shape has x, and which must dx have?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
    "test_tanh::test_backward_can_be_called_twice",
    "test_tanh::test_shapes",
    "test_tanh::test_memory_layout_does_not_matter",
    "test_tanh::test_float32_is_as_good_as_float64",
]


def tanh_backward(dout, cache):
    out = cache
    return (dout * (1 - out**2)).ravel()
