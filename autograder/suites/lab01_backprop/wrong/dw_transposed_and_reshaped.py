"""computes dw as (M, D) and forces it into the shape of w"""

from solutions.lab01_backprop import *

HINT = "Does reshape move the numbers to the places that a transposition gives them?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, (dout.T @ x).reshape(w.shape), dout.sum(axis=0)
