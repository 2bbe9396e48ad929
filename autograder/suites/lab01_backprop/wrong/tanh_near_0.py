"""returns x - x^3 / 3, which is tanh for small x only"""

from solutions.lab01_backprop import *

HINT = "What becomes of x - x^3 / 3 when x is 2?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
]


def tanh_forward(x):
    out = x - x**3 / 3
    return out, out
