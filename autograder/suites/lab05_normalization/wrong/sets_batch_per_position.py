"""counts C * H * W sets of N values for batch norm"""

from solutions.lab05_normalization import *

HINT = "How many gammas does batch norm of images have?"
FAILS = [
    "test_normalization_sets::test_batch_norm_has_a_set_for_each_channel",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C * H * W, N
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N * C, H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * W
