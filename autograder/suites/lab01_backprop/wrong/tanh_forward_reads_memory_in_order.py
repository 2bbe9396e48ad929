"""reads x in the order in which it lies in memory"""

from solutions.lab01_backprop import *

HINT = "Does ravel(order='K') visit the numbers row by row?"
FAILS = [
    "test_tanh::test_memory_layout_does_not_matter",
]


def tanh_forward(x):
    out = np.tanh(x.ravel(order="K").reshape(x.shape))
    return out, out
