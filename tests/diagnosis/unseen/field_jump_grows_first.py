LAB = "lab04_pooling"
MISTAKES = ["multiplies the jump by a layer's own stride before it adds the layer's kernel"]

from solutions.lab04_pooling import *


def receptive_field(layers):
    r = 1
    jump = 1
    for k, s in layers:
        if s < 1:
            raise ValueError("stride")
        jump = jump * s
        r = r + (k - 1) * jump
    return r
