"""clips dout to [-1, 1]"""

from solutions.lab01_backprop import *

HINT = "If dout doubles, what happens to the gradients?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_db_is_the_gradient_of_b",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
    "test_linear_backward::test_gradients_add_up",
]


def linear_backward(dout, cache):
    x, w = cache
    dout = np.clip(dout, -1, 1)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
