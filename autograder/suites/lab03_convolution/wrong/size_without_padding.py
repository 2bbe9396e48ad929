"""leaves the padding out"""

from solutions.lab03_convolution import *

HINT = "How long is the axis after zeros have been added at both ends?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size - kernel) // stride + 1
