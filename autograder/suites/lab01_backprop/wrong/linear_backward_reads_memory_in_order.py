"""reads dout in the order in which it lies in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_linear_backward::test_memory_layout_does_not_matter",
]


def linear_backward(dout, cache):
    x, w = cache
    dout = dout.ravel(order="K").reshape(dout.shape)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
