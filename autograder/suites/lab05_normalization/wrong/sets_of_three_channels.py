"""counts three channels in every image"""

from solutions.lab05_normalization import *

HINT = "What are the channels of the activations of a hidden layer, and how many are there?"
FAILS = [
    "test_normalization_sets::test_batch_norm_has_a_set_for_each_channel",
    "test_normalization_sets::test_layer_norm_has_a_set_for_each_sample",
    "test_normalization_sets::test_instance_norm_has_a_set_for_each_channel_of_each_sample",
    "test_normalization_sets::test_every_value_is_in_one_set",
]


def normalization_sets(kind, shape, groups=None):
    N, _, H, W = shape
    C = 3 if groups is None else shape[1]
    if kind == "batch":
        return C, N * H * W
    if kind == "layer":
        return N, C * H * W
    if kind == "instance":
        return N * C, H * W
    if C % groups != 0:
        raise ValueError("groups must divide the number of channels")
    return N * groups, C // groups * H * W
