"""reads a first layer even if there is none"""

from solutions.lab04_pooling import *

HINT = "What is the length of an empty list, and what is its first element?"
FAILS = []


def receptive_field(layers):
    field, jump = layers[0]
    if jump < 1:
        raise ValueError("a stride must be at least 1")
    for kernel, stride in layers[1:]:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field
