"""skips layers whose kernel is 1 together with their stride"""

from solutions.lab04_pooling import *

HINT = "What does a 1x1 layer of stride 2 do to the distance of neighbours?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        if kernel == 1:
            continue
        field += (kernel - 1) * jump
        jump *= stride
    return field
