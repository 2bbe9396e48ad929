"""sums the values in place of their squares"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What do a large positive and a large negative neighbour add up to?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alpha_is_not_divided_by_size",
    "test_local_response_norm_forward::test_a_window_of_one_channel",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
    "test_local_response_norm_forward::test_the_sign_of_x_is_kept",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * x[:, first:last].sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
