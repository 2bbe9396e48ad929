"""returns (kernel + 1) // 2"""

from solutions.lab03_convolution import *

HINT = "Which pixels does a kernel of 3 reach, left and right of its middle?"
FAILS = [
    "test_same_padding::test_an_odd_kernel_reaches_equally_far_to_both_sides",
    "test_same_padding::test_the_output_is_as_long_as_the_input",
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    if kernel % 2 == 0:
        raise ValueError("the kernel is even")
    return (kernel + 1) // 2
