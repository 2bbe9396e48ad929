"""takes H // stride as the output height, as if the padding were always right"""

from solutions.lab04_pooling import *

HINT = "What does a 5x5 kernel make of 32 rows without padding?"
FAILS = []


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if stride < 1 or padding < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    OH, OW = H // stride, W // stride
    parameters = filters * C * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
