"""reshapes w to (M, D) in dx instead of transposing it"""

from solutions.lab01_backprop import *

HINT = "Which weights does w.reshape(M, D) put into one row, and which does w.T?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.reshape(w.shape[::-1]), x.T @ dout, dout.sum(axis=0)
