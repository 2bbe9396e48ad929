"""The table as text that is read; the network built from its rows; running minima; one step at a time."""

import numpy as np

from solutions.lab06_lenet import *

TABLE = """
C1      conv    6    5  1  0  act
S2      pool    -    2  2  -  act
C3      conv    16   5  1  0  act
S4      pool    -    2  2  -  act
C5      conv    120  5  1  0  act
F6      linear  84   -  -  -  act
OUTPUT  linear  10   -  -  -  -
"""


def lenet5_rows(pool="avg", activation="tanh"):
    words = {"-": None, "pool": {"avg": "avg_pool", "max": "max_pool"}, "act": {"tanh": "tanh", "relu": "relu"}}
    rows = []
    for line in TABLE.strip().splitlines():
        row = []
        for word in line.split():
            if word == "pool" or word == "act":
                choice = pool if word == "pool" else activation
                if choice not in words[word]:
                    raise ValueError(f"{choice!r} is not known")
                row.append(words[word][choice])
            else:
                row.append(int(word) if word.isdigit() else words.get(word, word))
        rows.append(tuple(row))
    return rows


def shape_trace(rows, input_shape):
    def after(row, shape):
        name, kind, channels, kernel, stride, padding, _ = row
        if kind == "linear":
            return (channels,), channels + channels * int(np.prod(shape))
        room = np.array(shape[1:]) + 2 * (0 if padding is None else padding) - kernel
        if room.min() < 0:
            raise ValueError(f"{name} does not fit")
        maps = shape[0] if kind != "conv" else channels
        weights = maps * (shape[0] * kernel * kernel + 1) if kind == "conv" else 0
        return (maps, *(room // stride + 1).tolist()), weights

    entries, now = [], tuple(input_shape)
    for row in rows:
        now, count = after(row, now)
        entries.append((row[0], now, count))
    return entries


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    generator = np.random.default_rng(seed)
    shape, chain = (1, 32, 32), []
    for row, (_, out, _) in zip(lenet5_rows(pool, activation), shape_trace(lenet5_rows(pool, activation), shape)):
        _, kind, channels, kernel, stride, padding, act = row
        if kind == "linear" and len(shape) == 3:
            chain.append(Flatten())
        if kind == "conv":
            chain.append(Conv2d(shape[0], channels, kernel, generator, stride, padding))
        elif kind == "linear":
            chain.append(Linear(int(np.prod(shape)), channels, generator))
        else:
            chain.append({"avg_pool": AvgPool2d, "max_pool": MaxPool2d}[kind](kernel, stride))
        if batchnorm and act is not None and channels is not None:
            chain.append(BatchNorm2d(channels) if kind == "conv" else BatchNorm1d(channels))
        if act is not None:
            chain.append({"tanh": Tanh, "relu": ReLU}[act]())
        shape = out
    return Sequential([(f"layer{number}", layer) for number, layer in enumerate(chain)])


def early_stopping(losses, patience):
    lowest = np.minimum.accumulate(losses)
    better = np.concatenate([[True], np.asarray(losses[1:]) < lowest[:-1]])
    best = 0
    for epoch, improves in enumerate(better):
        if improves:
            best = epoch
        if epoch == best + patience:
            break
    return epoch, best


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    history = {key: [] for key in ("train_loss", "val_loss", "val_accuracy")}
    speed = {name: 0.0 * param for name, param in network.params().items()}
    snapshots = []
    for epoch in range(epochs):
        network.train()
        losses = []
        for indices in minibatches(x.shape[0], batch_size, epoch + seed):
            loss, dscores = softmax_cross_entropy(network.forward(x[indices]), y[indices])
            network.backward(dscores)
            gradients = network.grads()
            for name, param in network.params().items():
                speed[name] = momentum * speed[name] - lr * gradients[name]
                network.set_params({name: param + speed[name]})
            losses.append(loss)
        network.eval()
        out = network.forward(x_val)
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(softmax_cross_entropy(out, y_val)[0])
        history["val_accuracy"].append(np.count_nonzero(np.argmax(out, axis=1) == y_val) / len(y_val))
        snapshots.append({k: np.array(v) for k, v in list(network.params().items()) + list(network.buffers().items())})
        stop, history["best_epoch"] = early_stopping(history["val_loss"], patience)
        if stop - history["best_epoch"] >= patience:
            break
    network.set_params(snapshots[history["best_epoch"]])
    return history
