"""takes every kernel as 3"""

from solutions.lab04_pooling import *

HINT = "Which number of each pair is the kernel?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += 2 * jump
        jump *= stride
    return field
