"""sums over all channels, whatever size is"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which channels do you sum over when there are 96 of them?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_a_window_of_one_channel",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C = x.shape[1]
    s = np.empty_like(x)
    for c in range(C):
        s[:, c] = k + alpha * (x**2).sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
