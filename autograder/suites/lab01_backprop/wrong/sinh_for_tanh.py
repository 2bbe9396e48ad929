"""returns (e^x - e^-x) / 2, which is sinh"""

from solutions.lab01_backprop import *

HINT = "Between which two numbers does tanh stay?"
FAILS = [
    "test_tanh::test_out_is_tanh",
    "test_tanh::test_large_numbers_do_not_overflow",
]


def tanh_forward(x):
    out = np.sinh(x)
    return out, out
