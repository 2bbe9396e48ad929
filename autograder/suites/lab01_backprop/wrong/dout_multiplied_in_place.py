"""multiplies the caller's dout in place"""

from solutions.lab01_backprop import *

HINT = "Who else holds the array dout?"
FAILS = [
    "test_tanh::test_dout_stays_as_it_is",
]


def tanh_backward(dout, cache):
    out = cache
    dout *= 1 - out**2
    return dout
