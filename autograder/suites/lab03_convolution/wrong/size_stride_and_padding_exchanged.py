"""takes padding for its third and stride for its fourth argument"""

from solutions.lab03_convolution import *

HINT = "In which order does the docstring name the arguments?"
FAILS = [
    "test_conv_output_size::test_a_kernel_fits_size_minus_kernel_plus_one_times",
    "test_conv_output_size::test_padding_counts_at_both_ends",
    "test_conv_output_size::test_stride_divides_the_way_of_the_kernel",
    "test_conv_output_size::test_a_last_step_that_does_not_fit_is_left_out",
    "test_conv_output_size::test_a_kernel_as_large_as_the_padded_input_fits_once",
    "test_conv_output_size::test_stride_and_padding_have_the_stated_defaults",
    "test_conv_output_size::test_stride_0_is_refused",
    "test_conv_output_size::test_a_kernel_larger_than_the_padded_input_is_refused",
]


def conv_output_size(size, kernel, padding=0, stride=1):
    if stride < 1:
        raise ValueError("stride is smaller than 1")
    if padding < 0:
        raise ValueError("padding is negative")
    if kernel > size + 2 * padding:
        raise ValueError("kernel is larger than the padded input")
    return (size + 2 * padding - kernel) // stride + 1
