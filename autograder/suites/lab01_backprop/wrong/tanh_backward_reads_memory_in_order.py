"""reads dout in the order in which it lies in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_tanh::test_memory_layout_does_not_matter",
]


def tanh_backward(dout, cache):
    out = cache
    return dout.ravel(order="K").reshape(dout.shape) * (1 - out**2)
