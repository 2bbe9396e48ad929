LAB = "lab08_resnet"
MISTAKES = ["lets the projection of a bottleneck give width channels, where the block gives four times as many"]

from solutions.lab08_resnet import *


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    def conv(c, f, k):
        n = k * k * c * f
        return n + 2 * f if batchnorm else n

    if kind == "basic":
        total = conv(in_channels, width, 3) + conv(width, width, 3)
    elif kind == "bottleneck":
        total = conv(in_channels, width, 1) + conv(width, width, 3) + conv(width, 4 * width, 1)
    else:
        raise ValueError(f"no such block: {kind}")
    if projection:
        total += conv(in_channels, width, 1)
    return total
