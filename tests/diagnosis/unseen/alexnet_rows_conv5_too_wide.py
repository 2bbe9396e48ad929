LAB = "lab07_alexnet"
MISTAKES = ["writes 384 channels for CONV5 as for the two rows above"]

from solutions.lab07_alexnet import *


def alexnet_rows():
    def conv(n, channels, kernel, stride, padding):
        return (f"CONV{n}", "conv", channels, kernel, stride, padding, "relu")

    def pool(n):
        return (f"POOL{n}", "max_pool", None, 3, 2, None, None)

    rows = [conv(1, 96, 11, 4, 0), pool(1), ("NORM1", "norm") + (None,) * 5]
    rows += [conv(2, 256, 5, 1, 2), pool(2), ("NORM2", "norm") + (None,) * 5]
    rows += [conv(n, 384, 3, 1, 1) for n in (3, 4, 5)] + [pool(3)]
    rows += [(name, "linear", 4096, None, None, None, "relu") for name in ("FC6", "FC7")]
    return rows + [("FC8", "linear", 1000, None, None, None, None)]
