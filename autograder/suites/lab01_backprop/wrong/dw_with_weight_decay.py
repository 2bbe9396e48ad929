"""adds weight decay to dw"""

from solutions.lab01_backprop import *

HINT = "Is the penalty on the weights part of this layer's output?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
    "test_linear_backward::test_gradients_add_up",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout + 0.1 * w, dout.sum(axis=0)
