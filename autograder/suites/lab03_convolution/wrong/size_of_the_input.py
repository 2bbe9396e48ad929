"""divides the size of the input by the stride: right only if the padding keeps the size"""

from solutions.lab03_convolution import *

HINT = "What does a kernel of 5 do to the size if there is no padding?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size - 1) // stride + 1
