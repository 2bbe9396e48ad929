"""leaves the input channels out of the parameters"""

from solutions.lab04_pooling import *

HINT = "How deep is a filter that reads an image of 3 channels?"
FAILS = []


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if stride < 1 or padding < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    OH = (H + 2 * padding - KH) // stride + 1
    OW = (W + 2 * padding - KW) // stride + 1
    parameters = filters * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
