"""adds no batch normalisation for the projection"""

from solutions.lab08_resnet import *

HINT = "Is the projection a convolution like the others?"
FAILS = [
    "test_block_parameters::test_a_projection_is_normalised_too",
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
    if batchnorm:
        weights += 2 * sum(channels)
    return weights
