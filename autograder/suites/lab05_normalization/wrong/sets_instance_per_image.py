"""counts N sets of C * H * W values for instance norm"""

from solutions.lab05_normalization import *

HINT = "Do two channels of an image share a mean in instance norm?"
FAILS = [
    "test_normalization_sets::test_instance_norm_has_a_set_for_each_channel_of_each_sample",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C, N * H * W
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N, C * H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * W
