"""adds one batch normalisation for the whole block"""

from solutions.lab08_resnet import *

HINT = "Behind how many convolutions does a batch normalisation stand?"
FAILS = [
    "test_block_parameters::test_batchnorm_in_a_basic_block",
    "test_block_parameters::test_batchnorm_in_a_bottleneck",
    "test_block_parameters::test_a_projection_is_normalised_too",
    "test_block_parameters::test_two_blocks_of_the_paper",
    "test_block_parameters::test_the_flags_are_false_by_default_and_go_by_name",
]


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind == "basic":
        out_channels = width
        weights, channels = 9 * in_channels * width + 9 * width * width, [width, width]
    elif kind == "bottleneck":
        out_channels = 4 * width
        weights, channels = in_channels * width + 9 * width**2 + width * out_channels, [width, width, out_channels]
    else:
        raise ValueError("no such kind")
    if projection:
        weights += in_channels * out_channels
        channels.append(out_channels)
    if batchnorm:
        weights += 2 * out_channels
    return weights
