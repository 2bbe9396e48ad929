"""counts one set for layer norm, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Do two samples share a mean in layer norm?"
FAILS = [
    "test_normalization_sets::test_layer_norm_has_a_set_for_each_sample",
    "test_normalization_sets::test_every_value_is_in_one_set",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C, N * H * W
    if kind == "layer":
        return 1, C * H * W
    if kind == "instance":
        return N * C, H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * W
