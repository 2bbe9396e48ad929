"""returns 1, which is right for a kernel of 3 only"""

from solutions.lab03_convolution import *

HINT = "How much shorter does a kernel of 5 make an axis?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return 1
