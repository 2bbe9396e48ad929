"""returns out (N, C), without the two axes of length 1"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which argument of mean keeps axes that are averaged away?"
FAILS = [
    "test_global_avg_pool::test_out_is_the_mean_of_each_channel",
    "test_global_avg_pool::test_the_order_of_pixels_does_not_matter",
    "test_global_avg_pool::test_memory_layout_does_not_matter",
    "test_global_avg_pool::test_float32_is_as_good_as_float64",
    "test_global_avg_pool::test_shapes",
]


def global_avg_pool_forward(x):
    out = x.mean(axis=(2, 3))
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
    return dx
