"""takes batchnorm as True when a call leaves it out"""

from solutions.lab08_resnet import *

HINT = "What are the two flags when nobody names them?"
FAILS = [
    "test_block_parameters::test_two_blocks_of_the_paper",
    "test_block_parameters::test_the_flags_are_false_by_default_and_go_by_name",
]


def block_parameters(kind, in_channels, width, batchnorm=True, projection=False):
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
        weights += 2 * sum(channels)
    return weights
