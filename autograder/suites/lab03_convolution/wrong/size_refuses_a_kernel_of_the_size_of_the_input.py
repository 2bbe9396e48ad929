"""raises an exception for a kernel that is as large as the padded input"""

from solutions.lab03_convolution import *

HINT = "At how many places does a kernel fit that is as large as the padded input?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel >= size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
