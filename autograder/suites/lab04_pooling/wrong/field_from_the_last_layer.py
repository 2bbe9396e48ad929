"""goes through the layers from the last to the first"""

from solutions.lab04_pooling import *

HINT = "Which layers' strides spread the pixels of layer l: those before or those after it?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers[::-1]:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field
