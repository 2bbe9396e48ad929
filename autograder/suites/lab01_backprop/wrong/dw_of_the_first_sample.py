"""takes dw from the first sample only, which is right for a batch of one"""

from solutions.lab01_backprop import *

HINT = "On how many samples does a weight act?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, np.outer(x[0], dout[0]), dout.sum(axis=0)
