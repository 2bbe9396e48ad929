LAB = "lab06_lenet"
MISTAKES = ["puts the batch normalisation behind the activation"]

from solutions.lab06_lenet import *


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    rng = np.random.default_rng(seed)
    gain = 2.0 if activation == "relu" else 1.0
    lenet5_rows(pool, activation)
    layers = []

    def act(name):
        layers.append((name + "_act", Tanh() if activation == "tanh" else ReLU()))

    def pooling(name):
        layers.append((name, AvgPool2d(2, 2) if pool == "avg" else MaxPool2d(2, 2)))
        act(name)

    def conv(name, cin, cout):
        layers.append((name, Conv2d(cin, cout, 5, rng, gain=gain)))
        act(name)
        if batchnorm:
            layers.append((name + "_bn", BatchNorm2d(cout)))

    conv("C1", 1, 6)
    pooling("S2")
    conv("C3", 6, 16)
    pooling("S4")
    conv("C5", 16, 120)
    layers.append(("flat", Flatten()))
    layers.append(("F6", Linear(120, 84, rng, gain=gain)))
    act("F6")
    if batchnorm:
        layers.append(("F6_bn", BatchNorm1d(84)))
    layers.append(("OUTPUT", Linear(84, 10, rng)))
    return Sequential(layers)
