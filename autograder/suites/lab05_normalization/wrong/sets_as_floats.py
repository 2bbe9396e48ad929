"""returns the size of a group as a float"""

from solutions.lab05_normalization import *

HINT = "Which operator divides integers and gives an integer?"
FAILS = [
    "test_normalization_sets::test_both_numbers_are_integers",
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
    return N * groups, C / groups * H * W
