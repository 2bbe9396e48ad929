"""leaves the stride out"""

from solutions.lab03_convolution import *

HINT = "How many steps of 2 are there where there are 10 steps of 1?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return size + 2 * padding - kernel + 1
