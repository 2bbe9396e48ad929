"""returns 0 or less for a kernel that is larger than the padded input"""

from solutions.lab03_convolution import *

HINT = "What is the length of an axis on which the kernel fits nowhere?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    return (size + 2 * padding - kernel) // stride + 1
