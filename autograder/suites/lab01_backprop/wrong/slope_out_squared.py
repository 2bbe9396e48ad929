"""returns dout * out^2"""

from solutions.lab01_backprop import *

HINT = "Where is tanh steepest, and what is out there?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
]


def tanh_backward(dout, cache):
    out = cache
    return dout * out**2
