"""rounds the number of steps to the nearest whole number"""

from solutions.lab03_convolution import *

HINT = "May the kernel make a step if only most of it fits?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return round((size + 2 * padding - kernel) / stride) + 1
