"""returns the zeros of both ends together"""

from solutions.lab03_convolution import *

HINT = "At how many ends does a padding of 1 add a zero?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return kernel - 1
