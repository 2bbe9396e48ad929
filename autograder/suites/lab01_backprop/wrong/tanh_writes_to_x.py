"""writes out into x"""

from solutions.lab01_backprop import *

HINT = "Who else holds the array x?"
FAILS = [
    "test_tanh::test_x_stays_as_it_is",
]


def tanh_forward(x):
    np.tanh(x, out=x)
    return x, x.copy()
