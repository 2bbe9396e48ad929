"""takes db from the first sample, which is right for a batch of one"""

from solutions.lab01_backprop import *

HINT = "On how many samples does a bias act?"
FAILS = [
    "test_linear_backward::test_db_is_the_gradient_of_b",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout[0].copy()
