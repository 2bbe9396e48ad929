"""divides the caller's dout by the batch size, and multiplies again"""

from solutions.lab01_backprop import *

HINT = "Who else holds the array dout?"
FAILS = [
    "test_linear_backward::test_dout_stays_as_it_is",
]


def linear_backward(dout, cache):
    x, w = cache
    dout /= len(x) + 1
    scale = len(x) + 1
    return scale * dout @ w.T, scale * x.T @ dout, scale * dout.sum(axis=0)
