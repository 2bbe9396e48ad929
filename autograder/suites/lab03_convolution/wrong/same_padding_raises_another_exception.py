"""raises TypeError for an even kernel"""

from solutions.lab03_convolution import *

HINT = "Which exception does the docstring name?"
FAILS = [
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    if kernel % 2 == 0:
        raise TypeError("the kernel is even")
    return (kernel - 1) // 2
