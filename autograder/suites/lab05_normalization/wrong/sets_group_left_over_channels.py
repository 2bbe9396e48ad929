"""rounds C / groups down when groups does not divide C"""

from solutions.lab05_normalization import *

HINT = "What should happen with 3 channels and 2 groups?"
FAILS = [
    "test_normalization_sets::test_groups_that_do_not_divide_the_channels_are_refused",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, W = shape
    if kind == "batch":
        return C, N * H * W
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N * C, H * W
    return N * groups, C // groups * H * W
