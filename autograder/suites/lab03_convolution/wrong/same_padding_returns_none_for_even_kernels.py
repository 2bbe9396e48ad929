"""returns None for an even kernel"""

from solutions.lab03_convolution import *

HINT = "What does your caller do with None for a padding?"
FAILS = []


def same_padding(kernel):
    if kernel % 2 == 0:
        return None
    return (kernel - 1) // 2
