"""divides dx by the batch size"""

from solutions.lab01_backprop import *

HINT = "Does one sample's part in the loss depend on how many others came with it?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T / len(x), x.T @ dout, dout.sum(axis=0)
