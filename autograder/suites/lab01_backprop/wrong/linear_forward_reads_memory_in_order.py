"""reads x in the order in which it lies in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_linear_forward::test_memory_layout_does_not_matter",
]


def linear_forward(x, w, b):
    return x.ravel(order="K").reshape(x.shape) @ w + b, (x, w)
