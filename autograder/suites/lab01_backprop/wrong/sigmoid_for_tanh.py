"""returns the sigmoid"""

from solutions.lab01_backprop import *

HINT = "What is tanh(0), and what is the sigmoid of 0?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
    "test_tanh::test_tanh_is_odd",
]


def tanh_forward(x):
    out = 1 / (1 + np.exp(-x))
    return out, out
