LAB = "lab06_lenet"
MISTAKES = ["makes a new generator from the same seed for every layer, so that all layers begin with the same draws"]

from solutions.lab06_lenet import *


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    relu = activation == "relu"
    g = 2.0 if relu else 1.0
    layers, c, side = [], 1, 32
    for name, kind, channels, kernel, stride, padding, act in lenet5_rows(pool, activation):
        if kind == "conv":
            rng = np.random.default_rng(seed)
            layers.append((name, Conv2d(c, channels, kernel, rng, stride=stride, padding=padding, gain=g)))
            c, side = channels, side - 4
            if batchnorm:
                layers.append(("bn" + name, BatchNorm2d(c)))
        elif kind == "linear":
            rng = np.random.default_rng(seed)
            if side:
                layers.append(("flatten", Flatten()))
                c, side = c * side * side, 0
            layers.append((name, Linear(c, channels, rng, gain=g if act else 1.0)))
            c = channels
            if batchnorm and act:
                layers.append(("bn" + name, BatchNorm1d(c)))
        elif kind == "avg_pool":
            layers.append((name, AvgPool2d(kernel, stride)))
            side //= 2
        else:
            layers.append((name, MaxPool2d(kernel, stride)))
            side //= 2
        if act:
            layers.append((name + act, ReLU() if relu else Tanh()))
    return Sequential(layers)
