"""returns dout * out * (1 - out), the slope of the sigmoid"""

from solutions.lab01_backprop import *

HINT = "What is the slope of tanh at 0?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
]


def tanh_backward(dout, cache):
    out = cache
    return dout * out * (1 - out)
