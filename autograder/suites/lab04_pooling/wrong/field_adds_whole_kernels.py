"""adds K for each layer instead of K - 1"""

from solutions.lab04_pooling import *

HINT = "By how many pixels does a second 3x3 layer widen the first one's 3?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += kernel * jump
        jump *= stride
    return field
