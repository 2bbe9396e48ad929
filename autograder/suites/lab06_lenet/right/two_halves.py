"""Features and a classifier, a Sequential each; weights changed in place; patience counted down."""

import numpy as np

from solutions.lab06_lenet import *


def lenet5_rows(pool="avg", activation="tanh"):
    for word, known in ((pool, "avg max"), (activation, "tanh relu")):
        if word not in known.split():
            raise ValueError(f"{word!r}: choose from {known}")
    sizes = {"C1": (6, 5, 1, 0), "S2": (None, 2, 2, None), "C3": (16, 5, 1, 0), "S4": (None, 2, 2, None)}
    sizes |= {"C5": (120, 5, 1, 0), "F6": (84, None, None, None), "OUTPUT": (10, None, None, None)}
    kinds = {"C": "conv", "S": f"{pool}_pool", "F": "linear", "O": "linear"}
    return [(name, kinds[name[0]], *size, None if name == "OUTPUT" else activation) for name, size in sizes.items()]


class Tracer:
    def __init__(self, shape):
        self.shape = tuple(shape)

    def conv(self, channels, kernel, stride, padding):
        c = self.shape[0]
        self.slide(kernel, stride, padding)
        self.shape = (channels, *self.shape[1:])
        return channels * c * kernel * kernel + channels

    def avg_pool(self, channels, kernel, stride, padding):
        self.slide(kernel, stride, 0)
        return 0

    max_pool = avg_pool

    def linear(self, channels, kernel, stride, padding):
        inputs = np.empty(self.shape, bool).size
        self.shape = (channels,)
        return (inputs + 1) * channels

    def slide(self, kernel, stride, padding):
        c, *sizes = self.shape
        if any(kernel > size + 2 * padding for size in sizes):
            raise ValueError
        self.shape = (c, *((size + 2 * padding - kernel + stride) // stride for size in sizes))


def shape_trace(rows, input_shape):
    tracer, told = Tracer(input_shape), []
    for name, kind, *numbers, _ in rows:
        try:
            count = getattr(tracer, kind)(*numbers)
        except ValueError:
            raise ValueError(f"row {name}: the kernel does not fit into {tracer.shape}") from None
        told.append((name, tracer.shape, count))
    return told


class Halves:
    def __init__(self, features, classifier):
        self.halves = {"features": features, "classifier": classifier}

    def forward(self, x):
        maps = self.halves["features"].forward(x)
        self.shape = maps.shape
        return self.halves["classifier"].forward(maps.reshape(self.shape[0], self.shape[1]))

    def backward(self, dout):
        return self.halves["features"].backward(self.halves["classifier"].backward(dout).reshape(self.shape))

    def together(self, what):
        return {f"{half}/{key}": a for half, part in self.halves.items() for key, a in getattr(part, what)().items()}

    def params(self):
        return self.together("params")

    def grads(self):
        return self.together("grads")

    def buffers(self):
        return self.together("buffers")

    def set_params(self, values):
        for key, value in values.items():
            half, name = key.split("/")
            self.halves[half].set_params({name: value})

    def train(self):
        for half in self.halves.values():
            half.train()

    def eval(self):
        for half in self.halves.values():
            half.eval()


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    rng = np.random.default_rng(1000 + seed)
    act, gain = (Tanh, 1.0) if activation == "tanh" else (ReLU, 2.0)
    pooling = AvgPool2d if pool == "avg" else MaxPool2d
    features = [
        ("conv1", Conv2d(1, 6, 5, rng, gain=gain)),
        ("bn1", BatchNorm2d(6)),
        ("act1", act()),
        ("pool1", pooling(2, 2)),
        ("act2", act()),
        ("conv2", Conv2d(6, 16, 5, rng, gain=gain)),
        ("bn2", BatchNorm2d(16)),
        ("act3", act()),
        ("pool2", pooling(2, 2)),
        ("act4", act()),
        ("conv3", Conv2d(16, 120, 5, rng, gain=gain)),
        ("bn3", BatchNorm2d(120)),
        ("act5", act()),
    ]
    classifier = [
        ("fc1", Linear(120, 84, rng)),
        ("bn4", BatchNorm1d(84)),
        ("act6", act()),
        ("fc2", Linear(84, 10, rng)),
    ]
    if not batchnorm:
        features, classifier = ([(n, a) for n, a in half if n[:2] != "bn"] for half in (features, classifier))
    return Halves(Sequential(features), Sequential(classifier))


def early_stopping(losses, patience):
    best, left = 0, patience
    for epoch in range(1, len(losses)):
        left = patience if losses[epoch] < losses[best] else left - 1
        best = epoch if left == patience else best
        if left == 0:
            return epoch, best
    return len(losses) - 1, best


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    history = {"train_loss": [], "val_loss": [], "val_accuracy": [], "best_epoch": -1}
    velocity, lowest, best = {name: np.zeros_like(p) for name, p in network.params().items()}, np.inf, None
    for epoch in range(epochs):
        network.train()
        total = []
        for batch in minibatches(len(x), batch_size, seed + epoch):
            loss, dscores = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            total += [loss]
            network.backward(dscores)
            grads = network.grads()
            for name, p in network.params().items():  # the arrays themselves: changed in place
                velocity[name] *= momentum
                velocity[name] -= lr * grads[name]
                p += velocity[name]
        network.eval()
        scores = network.forward(x_val)
        loss, _ = softmax_cross_entropy(scores, y_val)
        history["train_loss"] += [np.sum(total) / len(total)]
        history["val_loss"] += [loss]
        history["val_accuracy"] += [float((np.argmax(scores, axis=-1) == y_val).mean())]
        if loss < lowest:
            lowest, history["best_epoch"] = loss, epoch
            best = [(name, a.copy()) for source in (network.params(), network.buffers()) for name, a in source.items()]
        if epoch >= history["best_epoch"] + patience:
            break
    network.set_params(dict(best))
    return history
