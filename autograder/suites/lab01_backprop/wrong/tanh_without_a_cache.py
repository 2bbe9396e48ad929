"""returns out only"""

from solutions.lab01_backprop import *

HINT = "What does tanh_backward need that only the forward pass knows?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
    "test_tanh::test_tanh_is_odd",
    "test_tanh::test_shapes",
    "test_tanh::test_memory_layout_does_not_matter",
    "test_tanh::test_float32_is_as_good_as_float64",
    "test_tanh::test_float64_stays_float64",
    "test_tanh::test_x_stays_as_it_is",
]


def tanh_forward(x):
    return np.tanh(x)
