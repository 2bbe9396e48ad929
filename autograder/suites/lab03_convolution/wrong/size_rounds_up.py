"""rounds the number of steps up"""

from solutions.lab03_convolution import *

HINT = "What would the kernel see at a last step that does not fit?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return -((kernel - size - 2 * padding) // stride) + 1
