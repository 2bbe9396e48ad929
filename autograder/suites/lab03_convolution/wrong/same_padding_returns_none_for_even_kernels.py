"""returns None for an even kernel"""

from solutions.lab03_convolution import *

HINT = "What does your caller do with None for a padding?"
FAILS = [
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    if kernel % 2 == 0:
        return None
    return (kernel - 1) // 2
