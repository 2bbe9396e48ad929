"""gives the channels of one of the paper's two halves"""

from solutions.lab07_alexnet import *

HINT = "Does this lab's network have one tower or two?"
FAILS = [
    "test_alexnet_rows::test_channels",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 48, 11, 4, 0, "relu"),
        ("POOL1", pool, None, 3, 2, None, None),
        ("NORM1", norm, None, None, None, None, None),
        ("CONV2", conv, 128, 5, 1, 2, "relu"),
        ("POOL2", pool, None, 3, 2, None, None),
        ("NORM2", norm, None, None, None, None, None),
        ("CONV3", conv, 192, 3, 1, 1, "relu"),
        ("CONV4", conv, 192, 3, 1, 1, "relu"),
        ("CONV5", conv, 128, 3, 1, 1, "relu"),
        ("POOL3", pool, None, 3, 2, None, None),
        ("FC6", linear, 2048, None, None, None, "relu"),
        ("FC7", linear, 2048, None, None, None, "relu"),
        ("FC8", linear, 1000, None, None, None, None),
    ]
