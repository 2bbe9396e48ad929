"""has stride 2 and padding 1 as defaults"""

from solutions.lab03_convolution import *

HINT = "Which values do stride and padding have if a call leaves them out?"
FAILS = []


def conv_output_size(size, kernel, stride=2, padding=1):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
