"""raises TypeError for an even kernel"""

from solutions.lab03_convolution import *

HINT = "Which exception does the docstring name?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        raise TypeError("the kernel is even")
    return (kernel - 1) // 2
