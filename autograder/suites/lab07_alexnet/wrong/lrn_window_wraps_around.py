"""goes on at the other end where a window reaches beyond the channels"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Are the first and the last channel neighbours?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    reach = size // 2
    s = np.empty_like(x)
    s[...] = k + alpha * sum(np.roll(x**2, shift, axis=1) for shift in range(-reach, reach + 1))
    return x / s**beta, (x, s, size, alpha, beta)
