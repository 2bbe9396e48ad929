"""A network in NumPy alone: convolutions as matrix products, linear weights (out, in), gamma and beta (1, C, 1, 1)."""

import copy

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from solutions.lab06_lenet import *


def lenet5_rows(pool="avg", activation="tanh"):
    if pool == "avg":
        pool_kind = "avg_pool"
    elif pool == "max":
        pool_kind = "max_pool"
    else:
        raise ValueError("pool: avg or max")
    if activation != "tanh" and activation != "relu":
        raise ValueError("activation: tanh or relu")
    names = ["C1", "S2", "C3", "S4", "C5", "F6", "OUTPUT"]
    kinds = ["conv", pool_kind, "conv", pool_kind, "conv", "linear", "linear"]
    channels = [6, None, 16, None, 120, 84, 10]
    kernels = [5, 2, 5, 2, 5, None, None]
    strides = [1, 2, 1, 2, 1, None, None]
    paddings = [0, None, 0, None, 0, None, None]
    return list(zip(names, kinds, channels, kernels, strides, paddings, [activation] * 6 + [None]))


def shape_trace(rows, input_shape):
    if not rows:
        return []
    name, kind, channels, kernel, stride, padding, _ = rows[0]
    if kind == "linear":
        count, shape = channels, (channels,)
        values = 1
        for size in input_shape:
            values = values * size
        count += values * channels
    else:
        c, h, w = input_shape
        extra = 2 * padding if kind == "conv" else 0
        tops = list(range(0, h + extra - kernel + 1, stride))
        lefts = list(range(0, w + extra - kernel + 1, stride))
        if len(tops) == 0 or len(lefts) == 0:
            raise ValueError(name)
        count = channels * (1 + c * kernel**2) if kind == "conv" else 0
        shape = (channels if kind == "conv" else c, len(tops), len(lefts))
    return [(name, shape, count), *shape_trace(rows[1:], shape)]


class Net:
    def __init__(self, pool, activation, batchnorm, seed):
        self.pool, self.activation, self.batchnorm, self.training = pool, activation, batchnorm, True
        rng = np.random.RandomState(seed)
        self.p, self.running, self.g = {}, {}, {}
        for name, outputs, inputs in (("1", 6, 25), ("2", 16, 150), ("3", 120, 400), ("4", 84, 120), ("5", 10, 84)):
            self.p["w" + name] = rng.randn(outputs, inputs) / np.sqrt(inputs)
            if name in "123" and name != "3":
                self.p["w" + name] = self.p["w" + name].reshape(outputs, inputs // 25, 5, 5)
            self.p["b" + name] = np.zeros((1, outputs))
            if batchnorm and name != "5":
                wide = (1, outputs, 1, 1) if name in "12" else (1, outputs)
                self.p["beta" + name], self.p["gamma" + name] = np.zeros(wide), np.ones(wide)
                self.running["m" + name], self.running["v" + name] = np.zeros(wide), np.ones(wide)

    def params(self):
        return dict(self.p)

    def buffers(self):
        return dict(self.running)

    def grads(self):
        return self.g

    def set_params(self, values):
        for name, value in values.items():
            (self.p if name in self.p else self.running)[name] = np.array(value)

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        self.steps = []
        for name in "1234":
            if name == "3":
                shape = x.shape
                x = x.reshape(len(x), -1)
                self.steps.append(lambda d, shape=shape: d.reshape(shape))
            x = self.convolve(x, name) if name in "12" else self.linear(x, name)
            if self.batchnorm:
                x = self.normalise(x, name)
            x = self.act(x)
            if name in "12":
                x = self.act(self.pooled(x))
        return self.linear(x, "5")

    def backward(self, dout):
        for step in reversed(self.steps):
            dout = step(dout)
        return dout

    def linear(self, x, name):
        w = self.p["w" + name]

        def back(d):
            self.g["w" + name], self.g["b" + name] = d.T @ x, d.sum(axis=0, keepdims=True)
            return d @ w

        self.steps.append(back)
        return x @ w.T + self.p["b" + name]

    def convolve(self, x, name):
        w = self.p["w" + name]
        seen = sliding_window_view(x, (5, 5), axis=(2, 3))

        def back(d):
            self.g["w" + name] = np.einsum("nfij,ncijkl->fckl", d, seen, optimize=True)
            self.g["b" + name] = d.sum(axis=(0, 2, 3))[None]
            wide = np.pad(d, ((0, 0), (0, 0), (4, 4), (4, 4)))
            patches = sliding_window_view(wide, (5, 5), axis=(2, 3))
            return np.einsum("nfijkl,fckl->ncij", patches, w[:, :, ::-1, ::-1], optimize=True)

        self.steps.append(back)
        out = np.einsum("ncijkl,fckl->nfij", seen, w, optimize=True)
        return out + self.p["b" + name].reshape(1, -1, 1, 1)

    def normalise(self, x, name):
        axes = (0, 2, 3) if x.ndim == 4 else (0,)
        gamma = self.p["gamma" + name]
        training = self.training
        if training:
            mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
            self.running["m" + name] = 0.8 * self.running["m" + name] + 0.2 * mean
            self.running["v" + name] = 0.8 * self.running["v" + name] + 0.2 * var
        else:
            mean, var = self.running["m" + name], self.running["v" + name]
        std = np.sqrt(var + 1e-7)
        x_hat = (x - mean) / std

        def back(d):
            self.g["beta" + name] = d.sum(axis=axes, keepdims=True)
            self.g["gamma" + name] = (d * x_hat).sum(axis=axes, keepdims=True)
            d = d * gamma
            if training:
                along = (d * x_hat).mean(axis=axes, keepdims=True)
                d = d - d.mean(axis=axes, keepdims=True) - x_hat * along
            return d / std

        self.steps.append(back)
        return gamma * x_hat + self.p["beta" + name]

    def act(self, x):
        if self.activation == "tanh":
            y = np.tanh(x)
            self.steps.append(lambda d: d * (1 - y * y))
            return y
        self.steps.append(lambda d: np.where(x > 0, d, 0.0))
        return x.clip(min=0)

    def pooled(self, x):
        quarters = np.stack([x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)])
        if self.pool == "avg":
            share = np.full(quarters.shape, 0.25)
        else:
            share = (quarters.argmax(axis=0) == np.arange(4).reshape(4, 1, 1, 1, 1)).astype(float)

        def back(d):
            dx = np.zeros(x.shape)
            for place, (i, j) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
                dx[:, :, i::2, j::2] = share[place] * d
            return dx

        self.steps.append(back)
        return (share * quarters).sum(axis=0)


def build_lenet5(pool="avg", activation="tanh", batchnorm=False, seed=0):
    return Net(pool, activation, batchnorm, seed)


def early_stopping(losses, patience):
    best, epoch = 0, 1
    while epoch < len(losses) and epoch - best <= patience:
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
        epoch += 1
    return len(losses) - 1, best


def train(network, x, y, x_val, y_val, epochs, batch_size, lr, momentum, patience, seed):
    history = dict(train_loss=[], val_loss=[], val_accuracy=[], best_epoch=0)
    velocity, kept, waited = {}, None, 0
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in minibatches(len(y), batch_size, seed + epoch):
            loss, d = softmax_cross_entropy(network.forward(x[batch]), y[batch])
            network.backward(d)
            params, grads = network.params(), network.grads()
            for name in grads:
                before = velocity.get(name, np.zeros_like(params[name]))
                params[name], velocity[name] = sgd_momentum(params[name], grads[name], before, lr, momentum)
            network.set_params(params)
            losses.append(float(loss))
        network.eval()
        loss, accuracy = judged(network, x_val, y_val)
        history["train_loss"].append(float(np.mean(losses)))
        history["val_accuracy"].append(accuracy)
        waited += 1
        if not history["val_loss"] or loss < min(history["val_loss"]):
            history["best_epoch"], waited = epoch, 0
            kept = copy.deepcopy((network.params(), network.buffers()))
        history["val_loss"].append(loss)
        if waited >= patience:
            break
    for values in kept:
        network.set_params(values)
    return history


def judged(network, x, y):
    scores = network.forward(x)
    right = 0
    for row, label in zip(scores, y):
        right += int(np.argmax(row)) == int(label)
    return softmax_cross_entropy(scores, y)[0], right / len(y)
