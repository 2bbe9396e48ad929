"""writes parameters to copies, so that the layers keep theirs"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "Which arrays does forward read after set_params?"
FAILS = [
    "test_build_alexnet::test_scores",
    "test_build_alexnet::test_scores_where_normalisation_decides",
    "test_build_alexnet::test_gradients_of_all_parameters",
    "test_build_alexnet::test_gradient_of_the_image",
    "test_build_alexnet::test_the_dtype_is_kept",
    "test_build_alexnet::test_parameters_come_back",
]


class Copying(Sequential):
    def set_params(self, values):
        self.values = {name: value.copy() for name, value in values.items()}


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    layers, shape = [], tuple(input_shape)
    for name, kind, channels, kernel, stride, padding, activation in alexnet_rows():
        if channels:
            channels = num_classes if name == "FC8" else max(1, round(width * channels))
        row = (name, kind, channels, kernel, stride, padding, activation)
        out = cost_trace([row], shape)[0][1]
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
    return Copying(layers)
