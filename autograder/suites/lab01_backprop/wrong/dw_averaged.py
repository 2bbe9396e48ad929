"""averages dw over the batch, which is right for a batch of one"""

from solutions.lab01_backprop import *

HINT = "A weight acts on N samples. Do their gradients add up, or average?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout / len(x), dout.sum(axis=0)
