"""puts the kernel as (F, C) into the cache"""

from solutions.lab03_convolution import *

HINT = "Which shape has dw to have?"
TWIN = "pixels_cache_of_its_own"
FAILS = [
    "test_conv_1x1::test_conv_backward_takes_the_cache",
]


def conv_1x1(x, w, b):
    if x.shape[1] != w.shape[1]:
        raise ValueError("x and w have different numbers of channels")
    out = x.transpose(0, 2, 3, 1) @ w[:, :, 0, 0].T + b
    return out.transpose(0, 3, 1, 2), (x, w[:, :, 0, 0], 1, 0)
