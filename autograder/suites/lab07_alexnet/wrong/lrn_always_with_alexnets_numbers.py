"""computes with alpha, beta and k of AlexNet whatever it is given"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which of your arguments does the function never read?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alpha_is_not_divided_by_size",
    "test_local_response_norm_forward::test_without_alpha_k_and_beta_are_left",
    "test_local_response_norm_forward::test_a_window_of_one_channel",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    alpha, beta, k = 1e-4, 0.75, 2
    C, reach = x.shape[1], size // 2
    s = np.empty_like(x)
    for c in range(C):
        first, last = max(0, c - reach), min(C, c + reach + 1)
        s[:, c] = k + alpha * (x[:, first:last] ** 2).sum(axis=1)
    return x / s**beta, (x, s, size, alpha, beta)
