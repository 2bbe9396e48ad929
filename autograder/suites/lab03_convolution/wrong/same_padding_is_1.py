"""returns 1, which is right for a kernel of 3 only"""

from solutions.lab03_convolution import *

HINT = "How much shorter does a kernel of 5 make an axis?"
FAILS = [
    "test_same_padding::test_an_odd_kernel_reaches_equally_far_to_both_sides",
    "test_same_padding::test_the_output_is_as_long_as_the_input",
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return 1
