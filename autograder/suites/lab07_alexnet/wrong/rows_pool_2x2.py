"""pools 2 x 2 windows side by side"""

from solutions.lab07_alexnet import *

HINT = "How far apart are the pooling windows, and how wide?"
FAILS = [
    "test_alexnet_rows::test_kernels_and_strides",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 96, 11, 4, 0, "relu"),
        ("POOL1", pool, None, 2, 2, None, None),
        ("NORM1", norm, None, None, None, None, None),
        ("CONV2", conv, 256, 5, 1, 2, "relu"),
        ("POOL2", pool, None, 2, 2, None, None),
        ("NORM2", norm, None, None, None, None, None),
        ("CONV3", conv, 384, 3, 1, 1, "relu"),
        ("CONV4", conv, 384, 3, 1, 1, "relu"),
        ("CONV5", conv, 256, 3, 1, 1, "relu"),
        ("POOL3", pool, None, 2, 2, None, None),
        ("FC6", linear, 4096, None, None, None, "relu"),
        ("FC7", linear, 4096, None, None, None, "relu"),
        ("FC8", linear, 1000, None, None, None, None),
    ]
