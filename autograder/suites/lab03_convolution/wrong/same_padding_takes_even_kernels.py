"""returns kernel // 2 for any kernel"""

from solutions.lab03_convolution import *

HINT = "With a kernel of 4 and a padding of 2, how long is the output?"
FAILS = []


def same_padding(kernel):
    return kernel // 2
