"""returns nothing from backward"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Does your function end with a return statement?"
FAILS = [
    "test_global_avg_pool::test_dx_is_the_gradient_of_x",
    "test_global_avg_pool::test_every_pixel_gets_an_equal_share",
    "test_global_avg_pool::test_all_of_dout_arrives_in_dx",
    "test_global_avg_pool::test_each_cache_belongs_to_its_own_forward",
    "test_global_avg_pool::test_memory_layout_does_not_matter",
    "test_global_avg_pool::test_float32_is_as_good_as_float64",
    "test_global_avg_pool::test_float64_stays_float64",
    "test_global_avg_pool::test_shapes",
]


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    H, W = x.shape[2:]
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / (H * W)
