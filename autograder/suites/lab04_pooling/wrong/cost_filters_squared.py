"""takes the number of filters for the number of input channels"""

from solutions.lab04_pooling import *

HINT = "Which argument says how many channels the input has?"
FAILS = []


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = filters, input_shape[1], input_shape[2]
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if stride < 1 or padding < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    OH = (H + 2 * padding - KH) // stride + 1
    OW = (W + 2 * padding - KW) // stride + 1
    parameters = filters * C * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
