"""takes groups for the number of channels in a group, which is right when both are equal"""

from solutions.lab05_normalization import *

HINT = "Is `groups` how many groups there are, or how large they are?"
FAILS = [
    "test_normalization_sets::test_group_norm_has_a_set_for_each_group_of_each_sample",
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
    return N * (C // groups), groups * H * W
