"""draws the weights without the seed"""

import numpy as np

from solutions.lab06_lenet import *

HINT = "What decides which numbers your generator gives?"
TWIN = "any.chance"
FAILS = [
    "test_build_lenet5::test_nothing_asked_for_means_the_original",
    "test_build_lenet5::test_the_seed_decides_the_weights",
]


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    rng = np.random.default_rng()
    gain = {"tanh": 1.0, "relu": 2.0}[activation]
    Act = {"tanh": Tanh, "relu": ReLU}[activation]
    Pool = {"avg": AvgPool2d, "max": MaxPool2d}[pool]
    layers = []

    def add(name, layer, norm=None):
        layers.append((name, layer))
        if batchnorm and norm is not None:
            layers.append((name + "_bn", norm))
        layers.append((name + "_" + activation, Act()))

    add("C1", Conv2d(1, 6, 5, rng, gain=gain), BatchNorm2d(6))
    add("S2", Pool(2, 2))
    add("C3", Conv2d(6, 16, 5, rng, gain=gain), BatchNorm2d(16))
    add("S4", Pool(2, 2))
    add("C5", Conv2d(16, 120, 5, rng, gain=gain), BatchNorm2d(120))
    layers.append(("flatten", Flatten()))
    add("F6", Linear(120, 84, rng, gain=gain), BatchNorm1d(84))
    layers.append(("OUTPUT", Linear(84, 10, rng)))
    return Sequential(layers)
