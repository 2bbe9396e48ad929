"""returns 0 or less for a kernel that is larger than the padded input"""

from solutions.lab03_convolution import *

HINT = "What is the length of an axis on which the kernel fits nowhere?"
FAILS = [
    "test_conv_output_size::test_a_kernel_larger_than_the_padded_input_is_refused",
]


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    return (size + 2 * padding - kernel) // stride + 1
