"""takes every stride above 1 as 2"""

from solutions.lab04_pooling import *

HINT = "By how much does a stride of 3 spread neighbours?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= 2 if stride > 1 else 1
    return field
