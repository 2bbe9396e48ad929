"""compares the kernel with the input before it is padded"""

from solutions.lab03_convolution import *

HINT = "Can a kernel of 5 fit on 4 pixels with a zero at either end?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
