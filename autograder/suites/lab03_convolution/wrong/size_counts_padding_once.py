"""adds the padding at one end only"""

from solutions.lab03_convolution import *

HINT = "At how many ends of the axis are zeros added?"
FAILS = [
    "test_conv_output_size::test_padding_counts_at_both_ends",
    "test_conv_output_size::test_stride_divides_the_way_of_the_kernel",
    "test_conv_output_size::test_a_last_step_that_does_not_fit_is_left_out",
    "test_conv_output_size::test_a_kernel_as_large_as_the_padded_input_fits_once",
]


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + padding - kernel) // stride + 1
