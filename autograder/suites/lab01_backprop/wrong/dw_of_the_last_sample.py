"""overwrites dw from sample to sample instead of adding up"""

from solutions.lab01_backprop import *

HINT = "What is left in dw after the last turn of your loop?"
FAILS = [
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
]


def linear_backward(dout, cache):
    x, w = cache
    dw = np.zeros_like(w)
    for sample, d in zip(x, dout):
        dw = np.outer(sample, d)
    return dout @ w.T, dw, dout.sum(axis=0)
