"""returns dout * (1 - x^2), which is right for small x only"""

from solutions.lab01_backprop import *

HINT = "Which number is squared in tanh' = 1 - tanh^2?"
FAILS = [
    "test_tanh::test_dx_is_the_gradient_of_x",
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
]


def tanh_forward(x):
    return np.tanh(x), x


def tanh_backward(dout, cache):
    return dout * (1 - cache**2)
