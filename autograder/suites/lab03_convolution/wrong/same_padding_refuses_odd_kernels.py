"""refuses odd kernels instead of even ones"""

from solutions.lab03_convolution import *

HINT = "Which kernels have a pixel in the middle?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 1:
        raise ValueError("the kernel is even")
    return kernel // 2
