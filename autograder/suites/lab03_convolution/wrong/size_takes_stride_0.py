"""divides by a stride of 0"""

from solutions.lab03_convolution import *

HINT = "What does Python raise if you divide by 0, and what does the docstring promise?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 0:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
