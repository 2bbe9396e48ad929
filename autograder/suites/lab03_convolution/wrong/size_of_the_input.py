"""divides the size of the input by the stride: right only if the padding keeps the size"""

from solutions.lab03_convolution import *

HINT = "What does a kernel of 5 do to the size if there is no padding?"
FAILS = [
    "test_conv_output_size::test_a_kernel_fits_size_minus_kernel_plus_one_times",
    "test_conv_output_size::test_padding_counts_at_both_ends",
    "test_conv_output_size::test_stride_divides_the_way_of_the_kernel",
    "test_conv_output_size::test_a_last_step_that_does_not_fit_is_left_out",
    "test_conv_output_size::test_a_kernel_as_large_as_the_padded_input_fits_once",
    "test_conv_output_size::test_stride_and_padding_have_the_stated_defaults",
]


def conv_output_size(size, kernel, stride=1, padding=0):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size - 1) // stride + 1
