"""A class with a layer in each attribute, and forward and backward written out; rows as lists."""

import math

import numpy as np

from solutions.lab06_lenet import *


def lenet5_rows(pool="avg", activation="tanh"):
    if pool not in {"avg", "max"}:
        raise ValueError(pool)
    if activation not in {"tanh", "relu"}:
        raise ValueError(activation)
    rows = [
        ["C1", "conv", 6, 5, 1, 0],
        ["S2", pool + "_pool", None, 2, 2, None],
        ["C3", "conv", 16, 5, 1, 0],
        ["S4", pool + "_pool", None, 2, 2, None],
        ["C5", "conv", 120, 5, 1, 0],
        ["F6", "linear", 84, None, None, None],
        ["OUTPUT", "linear", 10, None, None, None],
    ]
    return [[*row, activation if row[0] != "OUTPUT" else None] for row in rows]


def shape_trace(rows, input_shape):
    shapes, counts = [list(input_shape)], []
    for name, kind, channels, kernel, stride, padding, _ in rows:
        given = shapes[-1]
        if kind == "linear":
            shapes.append([channels])
            counts.append((math.prod(given) + 1) * channels)
            continue
        border = padding or 0
        out = [math.floor((size + 2 * border - kernel) / stride + 1) for size in given[1:]]
        if min(given[1:]) + 2 * border < kernel:
            raise ValueError(f"{name}: {kernel} > {given[1:]}")
        shapes.append([channels or given[0], *out])
        counts.append((given[0] * kernel * kernel + 1) * channels if kind == "conv" else 0)
    return [[row[0], shape, count] for row, shape, count in zip(rows, shapes[1:], counts)]


class LeNet:
    def __init__(self, pool, activation, batchnorm, rng):
        act = Tanh if activation == "tanh" else ReLU
        mean = pool == "avg"
        self.conv1, self.conv2, self.conv3 = Conv2d(1, 6, 5, rng), Conv2d(6, 16, 5, rng), Conv2d(16, 120, 5, rng)
        self.pool1, self.pool2 = (AvgPool2d(2), AvgPool2d(2)) if mean else (MaxPool2d(2), MaxPool2d(2))
        self.fc1, self.fc2 = Linear(120, 84, rng), Linear(84, 10, rng)
        self.a = [act() for _ in range(6)]
        self.norms = [BatchNorm2d(6), BatchNorm2d(16), BatchNorm2d(120), BatchNorm1d(84)] if batchnorm else []

    def parts(self):
        named = {key: getattr(self, key) for key in ("conv1", "conv2", "conv3", "fc1", "fc2")}
        return {**named, **{f"norm{i}": norm for i, norm in enumerate(self.norms, 1)}}

    def normal(self, i, x):
        return self.norms[i].forward(x) if self.norms else x

    def back(self, i, d):
        return self.norms[i].backward(d) if self.norms else d

    def forward(self, x):
        x = self.a[0].forward(self.normal(0, self.conv1.forward(x)))
        x = self.a[1].forward(self.pool1.forward(x))
        x = self.a[2].forward(self.normal(1, self.conv2.forward(x)))
        x = self.a[3].forward(self.pool2.forward(x))
        x = self.a[4].forward(self.normal(2, self.conv3.forward(x)))
        x = x[:, :, 0, 0]
        x = self.a[5].forward(self.normal(3, self.fc1.forward(x)))
        return self.fc2.forward(x)

    def backward(self, dout):
        d = self.fc1.backward(self.back(3, self.a[5].backward(self.fc2.backward(dout))))
        d = d[:, :, np.newaxis, np.newaxis]
        d = self.conv3.backward(self.back(2, self.a[4].backward(d)))
        d = self.pool2.backward(self.a[3].backward(d))
        d = self.conv2.backward(self.back(1, self.a[2].backward(d)))
        d = self.pool1.backward(self.a[1].backward(d))
        return self.conv1.backward(self.back(0, self.a[0].backward(d)))

    def params(self):
        return {f"{key}_{name}": p for key, part in self.parts().items() for name, p in part.params().items()}

    def grads(self):
        return {f"{key}_{name}": g for key, part in self.parts().items() for name, g in part.grads().items()}

    def set_params(self, values):
        for name, value in values.items():
            key, _, parameter = name.partition("_")
            self.parts()[key].set_params({parameter: value})

    def train(self):
        for part in self.parts().values():
            part.train()

    def eval(self):
        for part in self.parts().values():
            part.eval()

    def buffers(self):
        return {f"norm{i}_{name}": b for i, n in enumerate(self.norms, 1) for name, b in n.buffers().items()}


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    return LeNet(pool, activation, batchnorm, np.random.default_rng([seed, 6]))


def early_stopping(losses, patience):
    waited, best, lowest = 0, 0, float("inf")
    for epoch, loss in enumerate(losses):
        waited += 1
        if epoch == 0 or loss < lowest:
            best, lowest, waited = epoch, loss, 0
        if waited >= patience:
            return epoch, best
    return epoch, best


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    train_loss, val_loss, val_accuracy, kept = [], [], [], []
    v = {name: np.zeros(np.shape(p)) for name, p in network.params().items()}

    def one_epoch(epoch):
        network.train()
        for batch in minibatches(len(x), batch_size, seed + epoch):
            loss, dscores = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            network.backward(dscores)
            for name, g in network.grads().items():
                v[name] = momentum * v[name] - lr * g
            network.set_params({name: p + v[name] for name, p in network.params().items()})
            yield loss

    for epoch in range(epochs):
        losses = list(one_epoch(epoch))
        train_loss.append(np.mean(losses))
        network.eval()
        scores = network.forward(x_val)
        val_loss.append(softmax_cross_entropy(scores, y_val)[0])
        val_accuracy.append(np.mean(np.argmax(scores, axis=1) == y_val))
        kept.append({**{n: a.copy() for n, a in network.params().items()}, **running(network)})
        if epoch - int(np.argmin(val_loss)) == patience:
            break
    best_epoch = int(np.argmin(val_loss))
    network.set_params(kept[best_epoch])
    return {"best_epoch": best_epoch, "train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy}


def running(network):
    return {name: array.copy() for name, array in network.buffers().items()} if hasattr(network, "buffers") else {}
