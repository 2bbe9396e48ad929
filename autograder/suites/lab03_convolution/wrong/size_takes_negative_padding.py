"""computes a size for a negative padding"""

from solutions.lab03_convolution import *

HINT = "How many zeros is a padding of -1?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
