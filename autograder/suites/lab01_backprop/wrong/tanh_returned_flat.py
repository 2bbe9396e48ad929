"""returns out as a vector, whatever the shape of x"""

from solutions.lab01_backprop import *

HINT = "Which shape does the docstring give out?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
    "test_tanh::test_shapes",
    "test_tanh::test_memory_layout_does_not_matter",
    "test_tanh::test_float32_is_as_good_as_float64",
]


def tanh_forward(x):
    out = np.tanh(x).ravel()
    return out, out
