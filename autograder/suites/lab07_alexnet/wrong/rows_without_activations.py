"""writes rows of six values, without the activation"""

from solutions.lab07_alexnet import *

HINT = "Which seven values does a row have?"
FAILS = [
    "test_alexnet_rows::test_names_and_kinds",
    "test_alexnet_rows::test_channels",
    "test_alexnet_rows::test_kernels_and_strides",
    "test_alexnet_rows::test_padding",
    "test_alexnet_rows::test_activations",
    "test_alexnet_rows::test_thirteen_rows_of_seven_values",
]


def alexnet_rows():
    conv, pool, norm, linear = "conv", "max_pool", "norm", "linear"
    return [
        ("CONV1", conv, 96, 11, 4, 0),
        ("POOL1", pool, None, 3, 2, None),
        ("NORM1", norm, None, None, None, None),
        ("CONV2", conv, 256, 5, 1, 2),
        ("POOL2", pool, None, 3, 2, None),
        ("NORM2", norm, None, None, None, None),
        ("CONV3", conv, 384, 3, 1, 1),
        ("CONV4", conv, 384, 3, 1, 1),
        ("CONV5", conv, 256, 3, 1, 1),
        ("POOL3", pool, None, 3, 2, None),
        ("FC6", linear, 4096, None, None),
        ("FC7", linear, 4096, None, None),
        ("FC8", linear, 1000, None, None, None),
    ]
