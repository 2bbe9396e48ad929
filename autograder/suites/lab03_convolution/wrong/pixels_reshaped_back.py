"""reshapes the product to (N, F, H, W) without putting the axes in order first"""

from solutions.lab03_convolution import *

HINT = "In which order do the rows of the product follow each other?"
FAILS = [
    "test_conv_1x1::test_every_pixel_goes_through_the_same_linear_layer",
    "test_conv_1x1::test_the_bias_is_added_to_every_pixel",
    "test_conv_1x1::test_a_pixel_depends_on_no_other_pixel",
    "test_conv_1x1::test_it_is_a_convolution",
]


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.reshape(x.shape[0], -1, *x.shape[2:]), (x, w, 1, 0)
