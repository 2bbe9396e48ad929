"""gives FC6 the 6 x 6 pixels of an image of 227 x 227, whatever the image"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "How many numbers does POOL3 leave of an image of 67 x 67?"
FAILS = [
    "test_build_alexnet::test_parameters_are_those_of_the_table",
    "test_build_alexnet::test_a_row_has_at_least_one_channel",
    "test_build_alexnet::test_scores",
    "test_build_alexnet::test_scores_where_normalisation_decides",
    "test_build_alexnet::test_gradients_of_all_parameters",
    "test_build_alexnet::test_gradient_of_the_image",
    "test_build_alexnet::test_the_dtype_is_kept",
    "test_build_alexnet::test_the_seed_decides_the_weights",
    "test_build_alexnet::test_parameters_come_back",
    "test_build_alexnet::test_scores_in_training_and_evaluation",
    "test_build_alexnet::test_images_that_are_too_small_are_refused",
]


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
            layers.append((name, Linear(shape[0] * 36 if len(shape) > 1 else shape[0], channels, rng, dtype=dtype)))
        if activation:
            layers.append((name + "_relu", ReLU()))
        shape = out
    return Sequential(layers)
