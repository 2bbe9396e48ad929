"""takes the pairs as (stride, kernel)"""

from solutions.lab04_pooling import *

HINT = "Which of the two comes first in each pair?"
FAILS = []


def receptive_field(layers):
    field, jump = 1, 1
    for stride, kernel in layers:
        if stride < 1:
            raise ValueError("a stride must be at least 1")
        field += (kernel - 1) * jump
        jump *= stride
    return field
