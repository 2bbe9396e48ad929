"""does not look at the stride before it divides"""

from solutions.lab03_convolution import *

HINT = "Where would the kernel go with a stride of 0, or of -1?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
