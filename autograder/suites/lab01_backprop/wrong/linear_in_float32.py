"""computes out in float32, whatever x is"""

from solutions.lab01_backprop import *

HINT = "How many digits does float32 keep, and how many has x?"
FAILS = [
    "test_linear_forward::test_float64_stays_float64",
]


def linear_forward(x, w, b):
    return (x @ w + b).astype(np.float32), (x, w)
