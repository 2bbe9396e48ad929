"""uses one activation layer in all places: backward finds what the last of them remembered"""

import numpy as np

from solutions.lab06_lenet import *

HINT = "What does an activation layer remember in forward, and how often can it remember it?"
FAILS = [
    "test_build_lenet5::test_backward_returns_the_gradient_of_the_images",
    "test_build_lenet5::test_gradients_are_those_of_the_last_backward",
    "test_build_lenet5::test_gradients_of_the_original",
    "test_build_lenet5::test_gradients_of_the_variant_of_today",
    "test_build_lenet5::test_gradients_with_batchnorm",
    "test_build_lenet5::test_two_networks_share_nothing",
]


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    rng = np.random.default_rng(seed)
    gain = {"tanh": 1.0, "relu": 2.0}[activation]
    act = {"tanh": Tanh, "relu": ReLU}[activation]()
    Pool = {"avg": AvgPool2d, "max": MaxPool2d}[pool]
    layers = []

    def add(name, layer, norm=None):
        layers.append((name, layer))
        if batchnorm and norm is not None:
            layers.append((name + "_bn", norm))
        layers.append((name + "_" + activation, act))

    add("C1", Conv2d(1, 6, 5, rng, gain=gain), BatchNorm2d(6))
    add("S2", Pool(2, 2))
    add("C3", Conv2d(6, 16, 5, rng, gain=gain), BatchNorm2d(16))
    add("S4", Pool(2, 2))
    add("C5", Conv2d(16, 120, 5, rng, gain=gain), BatchNorm2d(120))
    layers.append(("flatten", Flatten()))
    add("F6", Linear(120, 84, rng, gain=gain), BatchNorm1d(84))
    layers.append(("OUTPUT", Linear(84, 10, rng)))
    return Sequential(layers)
