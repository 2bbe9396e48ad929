"""returns the channels whose window is whole, and no others"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "How many channels should out have?"
FAILS = [
    "test_local_response_norm_forward::test_a_channel_is_divided_by_its_neighbours",
    "test_local_response_norm_forward::test_windows_end_at_the_first_and_the_last_channel",
    "test_local_response_norm_forward::test_alpha_is_not_divided_by_size",
    "test_local_response_norm_forward::test_without_alpha_k_and_beta_are_left",
    "test_local_response_norm_forward::test_alexnets_numbers_are_the_defaults",
    "test_local_response_norm_forward::test_pixels_and_images_do_not_meet",
    "test_local_response_norm_forward::test_the_sign_of_x_is_kept",
    "test_local_response_norm_forward::test_memory_layout_and_dtype_do_not_matter",
    "test_local_response_norm_forward::test_shape",
]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 == 0:
        raise ValueError("size must be odd")
    C, reach = x.shape[1], size // 2
    sums = [(x[:, c - reach : c + reach + 1] ** 2).sum(axis=1) for c in range(reach, C - reach)]
    x = x[:, reach : C - reach]
    s = k + alpha * np.stack(sums, axis=1) if sums else np.empty_like(x)
    return x / s**beta, (x, s, size, alpha, beta)
