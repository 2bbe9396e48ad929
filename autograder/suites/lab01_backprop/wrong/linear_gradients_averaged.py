"""divides all gradients by the batch size"""

from solutions.lab01_backprop import *

HINT = "Where has the mean over the batch been taken already?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_db_is_the_gradient_of_b",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T / len(x), x.T @ dout / len(x), dout.mean(axis=0)
