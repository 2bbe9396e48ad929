"""multiplies dx by x"""

from solutions.lab01_backprop import *

HINT = "What is the derivative of x w with respect to x: does it still hold x?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T * x, x.T @ dout, dout.sum(axis=0)
