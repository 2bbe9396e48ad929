"""gives its arguments other names"""

from solutions.lab04_pooling import *

HINT = "By which names may a call pass its arguments?"
FAILS = []


def conv_cost(input_shape, filters, kernel, s=1, pad=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if s < 1 or pad < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * pad or KW > W + 2 * pad:
        raise ValueError("the kernel is larger than the padded input")
    OH = (H + 2 * pad - KH) // s + 1
    OW = (W + 2 * pad - KW) // s + 1
    parameters = filters * C * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
