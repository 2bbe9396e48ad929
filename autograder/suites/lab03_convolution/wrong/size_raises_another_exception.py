"""raises AssertionError where ValueError is due"""

from solutions.lab03_convolution import *

HINT = "Which exception does an assert statement raise?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    assert stride >= 1
    assert padding >= 0
    assert kernel <= size + 2 * padding
    return (size + 2 * padding - kernel) // stride + 1
