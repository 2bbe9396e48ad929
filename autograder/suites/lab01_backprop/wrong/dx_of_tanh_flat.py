"""returns dx as a vector"""

from solutions.lab01_backprop import *

HINT = "Which shape has x, and which must dx have?"
FAILS = [
    "test_tanh::test_shapes",
    "test_tanh::test_memory_layout_does_not_matter",
]


def tanh_backward(dout, cache):
    out = cache
    return (dout * (1 - out**2)).ravel()
