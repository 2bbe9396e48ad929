"""gives every sample the same dx, from dout summed over the batch"""

from solutions.lab01_backprop import *

HINT = "Does sample 1 act on the outputs of sample 2?"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return np.tile(dout.sum(axis=0) @ w.T, (len(x), 1)), x.T @ dout, dout.sum(axis=0)
