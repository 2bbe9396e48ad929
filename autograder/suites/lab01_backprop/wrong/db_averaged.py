"""averages db over the batch, which is right for a batch of one"""

from solutions.lab01_backprop import *

HINT = "A bias acts on N samples. Do their gradients add up, or average?"
FAILS = [
    "test_linear_backward::test_db_is_the_gradient_of_b",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)
