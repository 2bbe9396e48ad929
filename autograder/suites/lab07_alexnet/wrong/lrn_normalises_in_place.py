"""writes to x channel by channel, so that later windows meet channels that were divided already"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What stands in x[:, 0] when you come to channel 1?"
FAILS = [
    "test_local_response_norm_backward::test_dx_with_a_window_of_one_channel",
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
    "test_local_response_norm_forward::test_x_stays_as_it_is",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
        x[:, c] /= s[:, c] ** beta
    return x, (x, s, size, alpha, beta)
