"""Functions in place of classes: a network is a bundle of closures, with numbers as names of its parameters."""

from functools import reduce
from types import SimpleNamespace

import numpy as np

from solutions.lab06_lenet import *


def lenet5_rows(pool="avg", activation="tanh"):
    try:
        kind = {"avg": "avg_pool", "max": "max_pool"}[pool]
        act = {"tanh": "tanh", "relu": "relu"}[activation]
    except KeyError as error:
        raise ValueError(f"unknown: {error}") from None

    def conv(name, channels):
        return name, "conv", channels, 5, 1, 0, act

    def pooling(name):
        return name, kind, None, 2, 2, None, act

    def linear(name, units, last=None):
        return name, "linear", units, None, None, None, last

    return [conv("C1", 6), pooling("S2"), conv("C3", 16), pooling("S4"), conv("C5", 120), linear("F6", 84, act), linear("OUTPUT", 10)]  # fmt: skip # noqa: E501


def shape_trace(rows, input_shape):
    def grow(told, row):
        shape = told[-1][1]
        name, kind, channels, kernel, stride, padding, _ = row
        if kind == "linear":
            return [*told, (name, (channels,), int(channels * (np.prod(shape) + 1)))]
        c, h, w = shape
        h, w = (size + 2 * (padding if padding else 0) for size in (h, w))
        if h < kernel or w < kernel:
            raise ValueError(name)
        f = channels if kind == "conv" else c
        return [*told, (name, (f, 1 + (h - kernel) // stride, 1 + (w - kernel) // stride), (kind == "conv") * f * (c * kernel**2 + 1))]  # fmt: skip # noqa: E501

    return reduce(grow, rows, [("input", tuple(input_shape), 0)])[1:]


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    streams = np.random.SeedSequence(seed).spawn(5)
    rngs = [np.random.default_rng(stream) for stream in streams]
    act = {"tanh": Tanh, "relu": ReLU}[activation]
    window = {"avg": AvgPool2d, "max": MaxPool2d}[pool]
    chain = []
    for maps, channels, rng in ((1, 6, rngs[0]), (6, 16, rngs[1]), (16, 120, rngs[2])):
        chain += [Conv2d(maps, channels, 5, rng), *([BatchNorm2d(channels)] if batchnorm else []), act()]
        chain += [window(2, 2), act()] if channels < 120 else [Flatten()]
    chain += [Linear(120, 84, rngs[3]), *([BatchNorm1d(84)] if batchnorm else []), act(), Linear(84, 10, rngs[4])]

    def forward(x):
        return reduce(lambda value, layer: layer.forward(value), chain, x)

    def backward(dout):
        return reduce(lambda value, layer: layer.backward(value), chain[::-1], dout)

    def numbered(what):
        arrays = [array for layer in chain for array in getattr(layer, what)().values()]
        return dict(enumerate(arrays, 100 if what == "buffers" else 0))

    def set_params(values):
        places = [(layer, name) for layer in chain for name in layer.params()]
        running = [(layer, name) for layer in chain for name in layer.buffers()]
        for number, value in values.items():
            layer, name = places[number] if number < 100 else running[number - 100]
            layer.set_params({name: value})

    def switch(mode):
        for layer in chain:
            getattr(layer, mode)()

    return SimpleNamespace(
        forward=forward,
        backward=backward,
        params=lambda: numbered("params"),
        grads=lambda: numbered("grads"),
        buffers=lambda: numbered("buffers"),
        set_params=set_params,
        train=lambda: switch("train"),
        eval=lambda: switch("eval"),
    )


def early_stopping(losses, patience):
    best = [min(range(n + 1), key=lambda e: losses[e]) for n in range(len(losses))]
    late = [n for n in range(len(losses)) if n - best[n] >= patience]
    stop = late[0] if late else len(losses) - 1
    return stop, best[stop]


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    def step(velocity, batch):
        loss, dscores = softmax_cross_entropy(network.forward(x[batch]), y[batch])
        network.backward(dscores)
        params, grads = network.params(), network.grads()
        moved = {name: sgd_momentum(params[name], grads[name], velocity[name], lr, momentum) for name in params}
        network.set_params({name: new for name, (new, _) in moved.items()})
        return loss, {name: v for name, (_, v) in moved.items()}

    velocity = {name: np.zeros_like(value) for name, value in network.params().items()}
    told, best = [], {}
    while len(told) < epochs:
        network.train()
        losses = []
        for batch in minibatches(len(x), batch_size, seed + len(told)):
            loss, velocity = step(velocity, batch)
            losses.append(loss)
        network.eval()
        scores = network.forward(x_val)
        told.append((np.mean(losses), softmax_cross_entropy(scores, y_val)[0], np.mean(scores.argmax(1) == y_val)))
        stop, best_epoch = early_stopping([loss for _, loss, _ in told], patience)
        if best_epoch == len(told) - 1:
            best = {name: np.copy(a) for name, a in {**network.params(), **network.buffers()}.items()}
        if stop - best_epoch >= patience:
            break
    network.set_params(best)
    names = ("train_loss", "val_loss", "val_accuracy")
    return {**{name: list(column) for name, column in zip(names, zip(*told))}, "best_epoch": best_epoch}
