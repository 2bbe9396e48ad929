"""returns (kernel + 1) // 2"""

from solutions.lab03_convolution import *

HINT = "Which pixels does a kernel of 3 reach, left and right of its middle?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return (kernel + 1) // 2
