"""sums a channel and the size - 1 channels after it"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "How many channels of the window come before c, how many after it?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C = x.shape[1]
    s = np.empty_like(x)
    for c in range(C):
        first, last = c, min(C, c + size)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
