"""never lets the slope fall below 0.01"""

from solutions.lab01_backprop import *

HINT = "What is the slope of tanh at 5?"
FAILS = [
    "test_tanh::test_dx_fades_as_tanh_saturates",
    "test_tanh::test_nothing_passes_where_tanh_is_flat",
]


def tanh_backward(dout, cache):
    out = cache
    return dout * np.maximum(1 - out**2, 0.01)
