"""divides infinity by infinity for large numbers"""

from solutions.lab01_backprop import *

HINT = "What is e^1000 in floating point?"
FAILS = [
    "test_tanh::test_large_numbers_do_not_overflow",
]


def tanh_forward(x):
    up, down = np.exp(x), np.exp(-x)
    out = (up - down) / (up + down)
    return out, out
