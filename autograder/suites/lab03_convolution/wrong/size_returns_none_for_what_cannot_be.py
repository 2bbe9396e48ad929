"""returns None where ValueError is due"""

from solutions.lab03_convolution import *

HINT = "What does your caller do with None for a length?"
FAILS = []


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        return None
    if padding < 0:
        return None
    if kernel > size + 2 * padding:
        return None
    return (size + 2 * padding - kernel) // stride + 1
