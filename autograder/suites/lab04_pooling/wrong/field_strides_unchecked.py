"""does not check the strides"""

from solutions.lab04_pooling import *

HINT = "Which strides make no sense?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        field += (kernel - 1) * jump
        jump *= stride
    return field
