"""takes width for the channels that a bottleneck gives, too"""

from solutions.lab08_resnet import *

HINT = "How many channels leave a bottleneck of width 64?"
FAILS = [
    "test_block_parameters::test_a_bottleneck_has_three_kernels",
    "test_block_parameters::test_batchnorm_in_a_bottleneck",
    "test_block_parameters::test_a_projection_has_one_weight_for_every_pair_of_channels",
    "test_block_parameters::test_a_projection_is_normalised_too",
    "test_block_parameters::test_two_blocks_of_the_paper",
    "test_block_parameters::test_the_flags_are_false_by_default_and_go_by_name",
]


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind == "basic":
        out_channels = width
        weights, channels = 9 * in_channels * width + 9 * width * width, [width, width]
    elif kind == "bottleneck":
        out_channels = width
        weights, channels = in_channels * width + 9 * width**2 + width * out_channels, [width, width, out_channels]
    else:
        raise ValueError("no such kind")
    if projection:
        weights += in_channels * out_channels
        channels.append(out_channels)
    if batchnorm:
        weights += 2 * sum(channels)
    return weights
