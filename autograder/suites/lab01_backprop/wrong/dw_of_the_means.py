"""multiplies the batch's mean of x by the mean of dout"""

from solutions.lab01_backprop import *

HINT = "Is the mean of a product the product of the means?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, len(x) * np.outer(x.mean(axis=0), dout.mean(axis=0)), dout.sum(axis=0)
