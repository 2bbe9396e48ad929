"""shrinks w in place after use: weight decay in the wrong function"""

from solutions.lab01_backprop import *

HINT = "Who else holds the array w?"
FAILS = [
    "test_linear_forward::test_arguments_stay_as_they_are",
]


def linear_forward(x, w, b):
    out, kept = x @ w + b, w.copy()
    w *= 0.999
    return out, (x, kept)
