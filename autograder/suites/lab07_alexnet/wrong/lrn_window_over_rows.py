"""sums over neighbouring rows of pixels in place of channels"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which axis do the channels stand on?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alpha_is_not_divided_by_size",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
    "test_local_response_norm_forward::test_pixels_and_images_do_not_meet",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    H, reach = x.shape[2], size // 2
    s = np.empty_like(x)
    for h in range(H):
        first, last = max(0, h - reach), min(H, h + reach + 1)
        s[:, :, h] = k + alpha * (x[:, :, first:last] ** 2).sum(axis=2)
    return x / s**beta, (x, s, size, alpha, beta)
