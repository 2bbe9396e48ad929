"""refuses odd kernels instead of even ones"""

from solutions.lab03_convolution import *

HINT = "Which kernels have a pixel in the middle?"
FAILS = [
    "test_same_padding::test_an_odd_kernel_reaches_equally_far_to_both_sides",
    "test_same_padding::test_the_output_is_as_long_as_the_input",
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
    "test_same_padding::test_a_padding_is_an_int",
]


def same_padding(kernel):
    if kernel % 2 == 1:
        raise ValueError("the kernel is even")
    return kernel // 2
