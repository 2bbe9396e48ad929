"""divides with /, which gives a float"""

from solutions.lab03_convolution import *

HINT = "Which operator divides whole numbers and gives a whole number?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return (kernel - 1) / 2
