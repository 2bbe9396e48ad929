"""takes every kind but basic for a bottleneck, and returns a float"""

from solutions.lab08_resnet import *

HINT = "What should happen with a kind that does not exist, and what kind of number is a count?"
FAILS = [
    "test_block_parameters::test_counts_are_ints",
    "test_block_parameters::test_another_kind_is_refused",
]


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind == "basic":
        out_channels = width
        weights, channels = 9 * in_channels * width + 9 * width * width, [width, width]
    else:
        out_channels = 4 * width
        weights, channels = in_channels * width + 9 * width**2 + width * out_channels, [width, width, out_channels]
    if projection:
        weights += in_channels * out_channels
        channels.append(out_channels)
    if batchnorm:
        weights += 2 * sum(channels)
    return float(weights)
