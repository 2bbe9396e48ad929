"""pads nowhere"""

from solutions.lab07_alexnet import *

HINT = "With which padding does a 3 x 3 kernel keep 13 x 13 pixels?"
FAILS = [
    "test_alexnet_rows::test_padding",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 96, 11, 4, 0, "relu"),
        ("POOL1", pool, None, 3, 2, None, None),
        ("NORM1", norm, None, None, None, None, None),
        ("CONV2", conv, 256, 5, 1, 0, "relu"),
        ("POOL2", pool, None, 3, 2, None, None),
        ("NORM2", norm, None, None, None, None, None),
        ("CONV3", conv, 384, 3, 1, 0, "relu"),
        ("CONV4", conv, 384, 3, 1, 0, "relu"),
        ("CONV5", conv, 256, 3, 1, 0, "relu"),
        ("POOL3", pool, None, 3, 2, None, None),
        ("FC6", linear, 4096, None, None, None, "relu"),
        ("FC7", linear, 4096, None, None, None, "relu"),
        ("FC8", linear, 1000, None, None, None, None),
    ]
