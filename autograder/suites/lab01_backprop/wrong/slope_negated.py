"""turns the sign of dx"""

from solutions.lab01_backprop import *

HINT = "Does tanh grow or fall with x?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
]


def tanh_backward(dout, cache):
    out = cache
    return -dout * (1 - out**2)
