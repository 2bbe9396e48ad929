"""starts with all weights of a layer equal"""

import numpy as np

from solutions.lab07_alexnet import *

HINT = "What tells two units of a layer apart if they start alike?"
FAILS = [
    "test_build_alexnet::test_the_seed_decides_the_weights",
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
            layers.append((name, Linear(int(np.prod(shape)), channels, rng, dtype=dtype)))
        if activation:
            layers.append((name + "_relu", ReLU()))
        shape = out
    network = Sequential(layers)
    network.set_params({name: np.full_like(p, 0.01) for name, p in network.params().items()})
    return network
