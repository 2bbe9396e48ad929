"""spoils the cached x in place"""

from solutions.lab01_backprop import *

HINT = "What does a second call with the same cache return?"
FAILS = [
    "test_linear_backward::test_the_cache_belongs_to_its_forward",
    "test_linear_backward::test_backward_can_be_called_twice",
]


def linear_backward(dout, cache):
    x, w = cache
    dw = x.T @ dout
    x *= 0
    return dout @ w.T, dw, dout.sum(axis=0)
