"""takes padding for its third and stride for its fourth argument"""

from solutions.lab03_convolution import *

HINT = "In which order does the docstring name the arguments?"
FAILS = []


def conv_output_size(size, kernel, padding=0, stride=1):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
