"""returns (kernel - 1) // 2 for any kernel"""

from solutions.lab03_convolution import *

HINT = "With a kernel of 4 and a padding of 1, how long is the output?"
FAILS = [
    "test_same_padding::test_an_even_kernel_is_refused_and_an_odd_one_is_not",
]


def same_padding(kernel):
    return (kernel - 1) // 2
