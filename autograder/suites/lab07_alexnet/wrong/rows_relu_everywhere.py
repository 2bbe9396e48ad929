"""puts ReLU behind every row, the scores included"""

from solutions.lab07_alexnet import *

HINT = "Can a score be negative?"
FAILS = [
    "test_alexnet_rows::test_activations",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 96, 11, 4, 0, "relu"),
        ("POOL1", pool, None, 3, 2, None, "relu"),
        ("NORM1", norm, None, None, None, None, "relu"),
        ("CONV2", conv, 256, 5, 1, 2, "relu"),
        ("POOL2", pool, None, 3, 2, None, "relu"),
        ("NORM2", norm, None, None, None, None, "relu"),
        ("CONV3", conv, 384, 3, 1, 1, "relu"),
        ("CONV4", conv, 384, 3, 1, 1, "relu"),
        ("CONV5", conv, 256, 3, 1, 1, "relu"),
        ("POOL3", pool, None, 3, 2, None, "relu"),
        ("FC6", linear, 4096, None, None, None, "relu"),
        ("FC7", linear, 4096, None, None, None, "relu"),
        ("FC8", linear, 1000, None, None, None, "relu"),
    ]
