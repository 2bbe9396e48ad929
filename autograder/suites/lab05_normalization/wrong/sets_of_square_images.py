"""counts H * H pixels in an image, which is right for square images"""

from solutions.lab05_normalization import *

HINT = "How many pixels has an image of H rows and W columns?"
FAILS = [
    "test_normalization_sets::test_batch_norm_has_a_set_for_each_channel",
    "test_normalization_sets::test_layer_norm_has_a_set_for_each_sample",
    "test_normalization_sets::test_instance_norm_has_a_set_for_each_channel_of_each_sample",
    "test_normalization_sets::test_group_norm_has_a_set_for_each_group_of_each_sample",
    "test_normalization_sets::test_every_value_is_in_one_set",
]


def normalization_sets(kind, shape, groups=None):
    N, C, H, _W = shape
    if kind == "batch":
        return C, N * H * H
    if kind == "layer":
        return N, C * H * H
    if kind == "instance":
        return N * C, H * H
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * H
