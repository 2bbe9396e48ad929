"""divides the gradient by 16 whatever the size of x"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Which numbers in your code are really lengths of axes?"
FAILS = [
    "test_global_avg_pool::test_dx_is_the_gradient_of_x",
    "test_global_avg_pool::test_every_pixel_gets_an_equal_share",
    "test_global_avg_pool::test_all_of_dout_arrives_in_dx",
]


def global_avg_pool_forward(x):
    N, C = x.shape[:2]
    out = x.mean(axis=(2, 3)).reshape(N, C, 1, 1)
    return out, x


def global_avg_pool_backward(dout, cache):
    x = cache
    dx = np.zeros(x.shape, dout.dtype)
    dx += dout / 16
    return dx
