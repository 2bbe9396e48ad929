"""raises an exception where the stride does not divide the way of the kernel"""

from solutions.lab03_convolution import *

HINT = "What happens to the last pixels if the kernel cannot make another whole step?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    if (size + 2 * padding - kernel) % stride:
        raise ValueError("does not fit")
    return (size + 2 * padding - kernel) // stride + 1
