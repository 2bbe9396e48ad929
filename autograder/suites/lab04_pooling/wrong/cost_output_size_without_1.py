"""leaves the + 1 out of the output size"""

from solutions.lab04_pooling import *

HINT = "How many windows are there when the kernel is exactly as large as the input?"
FAILS = [
    "test_conv_cost::test_multiply_adds_of_all_windows",
    "test_conv_cost::test_a_stride_leaves_windows_out",
    "test_conv_cost::test_padding_adds_windows",
    "test_conv_cost::test_a_pair_is_height_and_width",
    "test_conv_cost::test_a_kernel_as_large_as_the_padded_input_fits_once",
    "test_conv_cost::test_stride_is_1_and_padding_0_by_default",
    "test_conv_cost::test_stride_and_padding_are_keywords",
]


def conv_cost(input_shape, filters, kernel, stride=1, padding=0):
    C, H, W = input_shape
    KH, KW = (kernel, kernel) if isinstance(kernel, int) else kernel
    if stride < 1 or padding < 0:
        raise ValueError("the stride must be at least 1, the padding at least 0")
    if KH > H + 2 * padding or KW > W + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    OH = (H + 2 * padding - KH) // stride
    OW = (W + 2 * padding - KW) // stride
    parameters = filters * C * KH * KW + filters
    multiply_adds = filters * OH * OW * C * KH * KW
    return parameters, multiply_adds
