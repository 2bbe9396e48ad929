"""returns the slope without dout"""

from solutions.lab01_backprop import *

HINT = "How does the gradient that arrives from above enter dx?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_dx_grows_with_dout",
]


def tanh_backward(dout, cache):
    out = cache
    return 1 - out**2
