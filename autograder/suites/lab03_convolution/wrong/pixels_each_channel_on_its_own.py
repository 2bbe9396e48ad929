"""multiplies every channel by its own weight without summing over channels"""

import numpy as np

from solutions.lab03_convolution import *

HINT = "Over which letter does the sum in the equation run?"
FAILS = [
    "test_conv_1x1::test_every_pixel_goes_through_the_same_linear_layer",
    "test_conv_1x1::test_the_bias_is_added_to_every_pixel",
    "test_conv_1x1::test_a_pixel_depends_on_no_other_pixel",
    "test_conv_1x1::test_it_is_a_convolution",
]


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = np.resize(
        x * np.diagonal(np.resize(w, (x.shape[1], x.shape[1]))).reshape(-1, 1, 1), (len(x), len(w), *x.shape[2:])
    )
    return out + b.reshape(-1, 1, 1), (x, w, 1, 0)
