"""returns the largest kernel"""

from solutions.lab04_pooling import *

HINT = "Does a second layer widen what the first one sees?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field = max(field, kernel)
        jump *= stride
    return field
