"""counts groups sets for group norm, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Do two images share a mean in group norm?"
FAILS = [
    "test_normalization_sets::test_group_norm_has_a_set_for_each_group_of_each_sample",
    "test_normalization_sets::test_every_value_is_in_one_set",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C, N * H * W
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N * C, H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return groups, C // groups * H * W
