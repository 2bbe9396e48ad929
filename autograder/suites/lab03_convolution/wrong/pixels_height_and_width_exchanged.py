"""exchanges rows and columns of the image"""

from solutions.lab03_convolution import *

HINT = "In which order does the docstring name the axes of out?"
FAILS = [
    "test_conv_1x1::test_every_pixel_goes_through_the_same_linear_layer",
    "test_conv_1x1::test_the_bias_is_added_to_every_pixel",
    "test_conv_1x1::test_a_pixel_depends_on_no_other_pixel",
    "test_conv_1x1::test_it_is_a_convolution",
    "test_conv_1x1::test_memory_layout_does_not_matter",
    "test_conv_1x1::test_order_of_memory_does_not_matter",
    "test_conv_1x1::test_float32_is_as_good_as_float64",
    "test_conv_1x1::test_shape",
]


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 2, 1), (x, w, 1, 0)
