"""makes maps at least one pixel wide where a kernel does not fit"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What is there for an 11 x 11 kernel on 9 x 9 pixels?"
FAILS = [
    "test_build_alexnet::test_images_that_are_too_small_are_refused",
]


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    layers, shape = [], tuple(input_shape)
    for name, kind, channels, kernel, stride, padding, activation in alexnet_rows():
        if channels:
            channels = num_classes if name == "FC8" else max(1, round(width * channels))
        if kind in ("conv", "max_pool"):
            sizes = [max(1, (length + 2 * (padding or 0) - kernel) // stride + 1) for length in shape[1:]]
            out = (channels or shape[0], *sizes)
        else:
            out = shape if kind == "norm" else (channels,)
        if kind == "conv":
            layers.append((name, Conv2d(shape[0], channels, kernel, rng, stride, padding, dtype=dtype)))
        elif kind == "max_pool":
            layers.append((name, MaxPool2d(kernel, stride)))
        elif kind == "norm":
            layers.append((name, LocalResponseNorm()))
        else:
            if len(shape) > 1:
                layers.append(("flatten", Flatten()))
            layers.append((name, Linear(int(np.prod(shape)), channels, rng, dtype=dtype)))
        if activation:
            layers.append((name + "_relu", ReLU()))
        shape = out
    return Sequential(layers)
