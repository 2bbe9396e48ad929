"""returns tanh of |x|"""

from solutions.lab01_backprop import *

HINT = "What is tanh of a negative number?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
    "test_tanh::test_tanh_is_odd",
]


def tanh_forward(x):
    out = np.tanh(np.abs(x))
    return out, out
