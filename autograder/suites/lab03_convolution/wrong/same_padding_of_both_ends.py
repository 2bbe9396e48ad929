"""returns the zeros of both ends together"""

from solutions.lab03_convolution import *

HINT = "At how many ends does a padding of 1 add a zero?"
FAILS = [
    "test_same_padding::test_an_odd_kernel_reaches_equally_far_to_both_sides",
    "test_same_padding::test_the_output_is_as_long_as_the_input",
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return kernel - 1
