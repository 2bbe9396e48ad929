"""Windows as a view of the padded channels; the cache is an object; the receptive field from the last row back."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from solutions.layers import Layer


class Kept:
    """What backward needs."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size <= 0 or size % 2 == 0:
        raise ValueError(f"{size} is no odd number of channels")
    kept = Kept()
    kept.x, kept.reach, kept.alpha, kept.beta = x.copy(), size // 2, alpha, beta
    kept.pad = ((0, 0), (kept.reach, kept.reach), (0, 0), (0, 0))
    kept.size = size
    squares = sliding_window_view(np.pad(x * x, kept.pad), size, axis=1)
    kept.s = k + alpha * squares.sum(axis=-1)
    return np.divide(x, kept.s**beta), kept


def local_response_norm_backward(dout, cache):
    part = dout * cache.x * cache.s ** (-cache.beta - 1)
    around = sliding_window_view(np.pad(part, cache.pad), cache.size, axis=1).sum(axis=-1)
    return dout * cache.s**-cache.beta - 2 * cache.alpha * cache.beta * cache.x * around


def alexnet_rows():
    table = """
        CONV1 conv      96 11 4 0 relu
        POOL1 max_pool   -  3 2 - -
        NORM1 norm       -  - - - -
        CONV2 conv     256  5 1 2 relu
        POOL2 max_pool   -  3 2 - -
        NORM2 norm       -  - - - -
        CONV3 conv     384  3 1 1 relu
        CONV4 conv     384  3 1 1 relu
        CONV5 conv     256  3 1 1 relu
        POOL3 max_pool   -  3 2 - -
        FC6   linear  4096  - - - relu
        FC7   linear  4096  - - - relu
        FC8   linear  1000  - - - -
    """
    entries = [line.split() for line in table.split("\n") if line.strip()]
    read = lambda word: None if word == "-" else int(word) if word.isdigit() else word  # noqa: E731
    return [tuple(read(word) for word in row) for row in entries]


def cost_trace(rows, input_shape):
    trace, chain = [], []
    shape = np.array(input_shape)
    for name, kind, channels, kernel, stride, padding, _ in rows:
        counts = np.zeros(2, np.int64)
        if kind == "linear":
            chain.append((max(shape[1:], default=1), 1))
            weights = shape.prod() * channels
            counts += (weights + channels, weights)
            shape = np.array([channels])
        elif kind in ("conv", "avg_pool", "max_pool"):
            sizes = shape[1:] + 2 * (padding or 0) - kernel
            if sizes.min() < 0:
                raise ValueError(f"{name}: kernel {kernel} on {shape}")
            sizes = sizes // stride + 1
            if kind == "conv":
                weights = channels * shape[0] * kernel**2
                counts += (weights + channels, weights * sizes.prod())
            chain.append((kernel, stride))
            shape = np.array([channels or shape[0], *sizes])
        field = 1
        for width, step in reversed(chain):
            field = (field - 1) * step + width
        trace.append((name, tuple(shape), counts[0], counts[1], field))
    return trace


class Trunk(Layer):
    """The whole network in one class: its own convolution and pooling on windows, parameters in one dict."""

    def __init__(self, rows, trace, input_shape, dtype, rng):
        self.rows, self.values, self.slopes = rows, {}, {}
        shape = input_shape
        for row, entry in zip(rows, trace, strict=True):
            if row[1] in ("conv", "linear"):
                fan = (int(shape[0]), row[3], row[3]) if row[1] == "conv" else (int(np.prod(shape)),)
                weights = rng.normal(0, (2 / np.prod(fan)) ** 0.5, (row[2], *fan))
                self.values["w_" + row[0]] = np.array(weights if row[1] == "conv" else weights.T, dtype)
                self.values["b_" + row[0]] = np.zeros(row[2], dtype)
            shape = entry[1]

    def params(self):
        return dict(self.values)

    def grads(self):
        return dict(self.slopes)

    def set_params(self, values):
        self.values.update({name: value.copy() for name, value in values.items()})

    def forward(self, x):
        self.tape = []
        for name, kind, _, kernel, stride, padding, activation in self.rows:
            shape = x.shape
            if kind in ("conv", "max_pool"):
                p = padding or 0
                padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
                seen = sliding_window_view(padded, (kernel, kernel), axis=(2, 3))[:, :, ::stride, ::stride]
            if kind == "conv":
                x = np.tensordot(seen, self.values["w_" + name], ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
                x = x + self.values["b_" + name][:, None, None]
                self.tape.append((name, kind, padded, stride, p, shape))
            elif kind == "max_pool":
                flat = seen.reshape(*seen.shape[:4], -1)
                self.tape.append((name, kind, flat.argmax(axis=-1), kernel, stride, shape))
                x = flat.max(axis=-1)
            elif kind == "norm":
                try:
                    x, cache = local_response_norm_forward(x)
                except (NotImplementedError, NameError):
                    x, cache = x / 2**0.75, None
                self.tape.append((name, kind, cache))
            else:
                flat = x.reshape(len(x), -1)
                x = flat @ self.values["w_" + name] + self.values["b_" + name]
                self.tape.append((name, kind, flat, shape))
            if activation:
                self.tape.append((name, "relu", x > 0))
                x = x * (x > 0)
        return x

    def backward(self, d):
        for name, kind, *kept in reversed(self.tape):
            d = getattr(self, "back_" + kind)(name, d, *kept)
        return d

    def back_relu(self, name, d, on):
        return d * on

    def back_linear(self, name, d, flat, shape):
        self.slopes["w_" + name], self.slopes["b_" + name] = flat.T @ d, d.sum(axis=0)
        return (d @ self.values["w_" + name].T).reshape(shape)

    def back_norm(self, name, d, cache):
        return d / 2**0.75 if cache is None else local_response_norm_backward(d, cache)

    def back_max_pool(self, name, d, best, kernel, stride, shape):
        dx = np.zeros(shape, d.dtype)
        n, c, i, j = np.indices(best.shape)
        np.add.at(dx, (n, c, i * stride + best // kernel, j * stride + best % kernel), d)
        return dx

    def back_conv(self, name, d, padded, stride, p, shape):
        w = self.values["w_" + name]
        dw, dx = np.zeros_like(w), np.zeros_like(padded)
        OH, OW = d.shape[2:]
        for k, m in np.ndindex(w.shape[2:]):
            place = (slice(None), slice(None), slice(k, k + stride * OH, stride), slice(m, m + stride * OW, stride))
            dw[:, :, k, m] = np.einsum("nfij,ncij->fc", d, padded[place], optimize=True)
            dx[place] += np.einsum("nfij,fc->ncij", d, w[:, :, k, m], optimize=True)
        self.slopes["w_" + name], self.slopes["b_" + name] = dw, d.sum(axis=(0, 2, 3))
        return dx[:, :, p : p + shape[2], p : p + shape[3]]


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rows = [[*row[:2], row[2] and max(1, round(row[2] * width)), *row[3:]] for row in alexnet_rows()]
    rows[12][2] = num_classes
    return Trunk(rows, cost_trace(rows, input_shape), input_shape, dtype, np.random.default_rng(seed))
