"""Sums of windows as differences of cumulative sums; a table by columns; costs in three passes."""

import numpy as np

from solutions.lab07_alexnet import LocalResponseNorm
from solutions.layers import Conv2d, Layer, MaxPool2d, Sequential


def windows(x, size):
    """The sum over each window: what is summed up to its end, less what is summed up to its beginning."""
    C, reach = x.shape[1], size // 2
    upto = np.concatenate([np.zeros_like(x[:, :1]), np.cumsum(x, axis=1)], axis=1)
    ends = np.minimum(np.arange(C) + reach + 1, C)
    beginnings = np.maximum(np.arange(C) - reach, 0)
    return upto[:, ends] - upto[:, beginnings]


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or not size % 2:
        raise ValueError("a window needs a middle")
    denominator = k + alpha * windows(np.square(x), size)
    factor = np.power(denominator, -beta)
    cache = {"x": x, "d": denominator, "f": factor, "size": size, "two": 2 * alpha * beta}
    return x * factor, cache


def local_response_norm_backward(dout, cache):
    slope = dout * cache["x"] * cache["f"] / cache["d"]
    return dout * cache["f"] - cache["two"] * cache["x"] * windows(slope, cache["size"])


def alexnet_rows():
    names = "CONV1 POOL1 NORM1 CONV2 POOL2 NORM2 CONV3 CONV4 CONV5 POOL3 FC6 FC7 FC8".split()
    kinds = {"C": "conv", "P": "max_pool", "N": "norm", "F": "linear"}
    channels = iter([96, 256, 384, 384, 256, 4096, 4096, 1000])
    kernels = iter([(11, 4, 0), (5, 1, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1)])
    rows = []
    for name in names:
        first = name[0]
        size = next(kernels) if first == "C" else (3, 2, None) if first == "P" else (None, None, None)
        act = "relu" if first in "CF" and name != "FC8" else None
        rows.append((name, kinds[first], next(channels) if first in "CF" else None, *size, act))
    return rows


def cost_trace(rows, input_shape):
    shapes = [tuple(input_shape)]
    for name, kind, channels, kernel, stride, padding, _ in rows:
        before = shapes[-1]
        if kind == "linear":
            shapes.append((channels,))
        elif kind == "norm":
            shapes.append(before)
        else:
            around = np.array(before[1:]) + 2 * (padding or 0)
            if (around < kernel).any():
                raise ValueError(f"{name} does not fit on {before}")
            after = (around - kernel) // stride + 1
            shapes.append((channels or before[0], int(after[0]), int(after[1])))
    weights = []
    for row, before in zip(rows, shapes, strict=False):
        per_output = {"conv": before[0] * (row[3] or 0) ** 2, "linear": int(np.prod(before))}.get(row[1], 0)
        weights.append(per_output * (row[2] or 0))
    trace, field, jump = [], 1, 1
    for row, count, before, after in zip(rows, weights, shapes, shapes[1:], strict=False):
        kernel = row[3] or (max(before[1:]) if row[1] == "linear" and len(before) > 1 else 1)
        field, jump = field + (kernel - 1) * jump, jump * (row[4] or 1)
        outputs = after[1] * after[2] if row[1] == "conv" else 1
        trace.append((row[0], after, count + (row[2] or 0), count * outputs, field))
    return trace


class Dense(Layer):
    """A linear layer with ReLU in it that flattens what it gets; its weights are (units, inputs)."""

    trained = ("b", "W")

    def __init__(self, inputs, units, rng, dtype, last):
        self.W = (rng.normal(size=(units, inputs)) / np.sqrt(inputs)).astype(dtype)
        self.b, self.last = np.zeros((1, units), dtype), last

    def forward(self, x):
        self.shape, self.x = x.shape, x.reshape(len(x), -1)
        out = self.x @ self.W.T + self.b
        self.on = np.full(out.shape, True) if self.last else out > 0
        return out * self.on

    def backward(self, dout):
        dout = dout * self.on
        self.dW, self.db = dout.T @ self.x, dout.sum(axis=0, keepdims=True)
        return (dout @ self.W).reshape(self.shape)


class ConvReLU(Conv2d):
    """A convolution with ReLU in it."""

    def forward(self, x):
        out = super().forward(x)
        self.on = out > 0
        return np.where(self.on, out, 0)

    def backward(self, dout):
        return super().backward(np.where(self.on, dout, 0))


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for row in alexnet_rows():
        channels = None if row[2] is None else num_classes if row[0] == "FC8" else max(round(row[2] * width), 1)
        rows.append((*row[:2], channels, *row[3:]))
    layers, shape = [], tuple(input_shape)
    for row, entry in zip(rows, cost_trace(rows, input_shape), strict=True):
        name, kind, channels, kernel, stride, padding, activation = row
        layer = {
            "conv": lambda: ConvReLU(shape[0], channels, kernel, rng, stride, padding, dtype=dtype),
            "max_pool": lambda: MaxPool2d(kernel, stride),
            "norm": LocalResponseNorm,
            "linear": lambda: Dense(int(np.prod(shape)), channels, rng, dtype, last=activation is None),
        }[kind]()
        layers.append((f"layer of {name}", layer))
        shape = entry[1]
    return Sequential(layers)
