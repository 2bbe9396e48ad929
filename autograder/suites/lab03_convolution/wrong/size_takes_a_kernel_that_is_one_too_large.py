"""takes a kernel that is larger than the padded input by 1"""

from solutions.lab03_convolution import *

HINT = "What does your formula give for a kernel that is larger than the input by 1?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding + 1:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
