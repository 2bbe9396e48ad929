"""normalises before pooling, as the paper does, and not as this table does"""

from solutions.lab07_alexnet import *

HINT = "In which order does the table put POOL1 and NORM1?"
FAILS = [
    "test_alexnet_rows::test_names_and_kinds",
    "test_alexnet_rows::test_kernels_and_strides",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 96, 11, 4, 0, "relu"),
        ("NORM1", norm, None, None, None, None, None),
        ("POOL1", pool, None, 3, 2, None, None),
        ("CONV2", conv, 256, 5, 1, 2, "relu"),
        ("NORM2", norm, None, None, None, None, None),
        ("POOL2", pool, None, 3, 2, None, None),
        ("CONV3", conv, 384, 3, 1, 1, "relu"),
        ("CONV4", conv, 384, 3, 1, 1, "relu"),
        ("CONV5", conv, 256, 3, 1, 1, "relu"),
        ("POOL3", pool, None, 3, 2, None, None),
        ("FC6", linear, 4096, None, None, None, "relu"),
        ("FC7", linear, 4096, None, None, None, "relu"),
        ("FC8", linear, 1000, None, None, None, None),
    ]
