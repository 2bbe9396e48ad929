"""leaves the + 1 out of the output size"""

from solutions.lab04_pooling import *

HINT = "How many windows are there when the kernel is exactly as large as the input?"
FAILS = []


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if stride < 1 or padding < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    OH = (H + 2 * padding - KH) // stride
    OW = (W + 2 * padding - KW) // stride
    parameters = filters * C * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
