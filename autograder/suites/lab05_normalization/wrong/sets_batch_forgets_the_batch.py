"""counts H * W values a set for batch norm, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Over which axes does batch norm average?"
FAILS = [
    "test_normalization_sets::test_batch_norm_has_a_set_for_each_channel",
    "test_normalization_sets::test_every_value_is_in_one_set",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C, H * W
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N * C, H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * W
