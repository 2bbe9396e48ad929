"""multiplies by the stride of the layer itself, too"""

from solutions.lab04_pooling import *

HINT = "Does the stride of the only layer change what one output sees?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        jump *= stride
        field += (kernel - 1) * jump
    return field
