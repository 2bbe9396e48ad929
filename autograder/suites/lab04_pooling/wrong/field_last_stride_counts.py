"""adds the last stride at the end"""

from solutions.lab04_pooling import *

HINT = "What would change in one output if the last layer had another stride?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for kernel, stride in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field + layers[-1][1] - 1 if layers else field
