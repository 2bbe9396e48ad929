"""multiplies the kernels"""

from solutions.lab04_pooling import *

HINT = "What do two 3x3 layers see: 5 or 9 pixels?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field *= kernel
        jump *= stride
    return field
