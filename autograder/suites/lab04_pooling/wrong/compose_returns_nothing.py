"""returns nothing"""

import numpy as np

from solutions.lab04_pooling import *

HINT = "Does your function end with a return statement?"
FAILS = [
    "test_compose_kernels::test_one_convolution_does_what_two_do",
    "test_compose_kernels::test_every_weight_of_the_kernel",
    "test_compose_kernels::test_kernels_of_one_pixel_multiply_as_matrices",
    "test_compose_kernels::test_a_second_kernel_that_copies_changes_nothing",
    "test_compose_kernels::test_sums_multiply",
    "test_compose_kernels::test_w_grows_with_either_kernel",
    "test_compose_kernels::test_three_kernels_compose_in_any_grouping",
    "test_compose_kernels::test_memory_layout_does_not_matter",
    "test_compose_kernels::test_float32_is_as_good_as_float64",
    "test_compose_kernels::test_float64_stays_float64",
    "test_compose_kernels::test_shape",
]


def compose_kernels(w1, w2):
    F1, C, KH1, KW1 = w1.shape
    F2, F1_of_w2, KH2, KW2 = w2.shape
    if F1 != F1_of_w2:
        raise ValueError("w2 must have as many input channels as w1 has filters")
    w = np.zeros((F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1), w1.dtype)
    for g in range(F2):
        for f in range(F1):
            for k in range(KH2):
                for l in range(KW2):
                    w[g, :, k : k + KH1, l : l + KW1] += w2[g, f, k, l] * w1[f]
