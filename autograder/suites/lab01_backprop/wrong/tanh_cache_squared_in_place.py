"""squares the cached out in place"""

from solutions.lab01_backprop import *

HINT = "What does a second call with the same cache return?"
FAILS = [
    "test_tanh::test_the_cache_belongs_to_its_forward",
    "test_tanh::test_backward_can_be_called_twice",
]


def tanh_backward(dout, cache):
    out = cache
    out *= out
    return dout * (1 - out)
