"""Number by number."""

import numpy as np

from solutions.lab07_alexnet import LocalResponseNorm
from solutions.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size < 1 or size % 2 != 1:
        raise ValueError(f"no channel is in the middle of {size}")
    out, s = np.zeros_like(x), np.zeros_like(x)
    for n, c, h, w in np.ndindex(x.shape):
        total = 0.0
        for j in range(c - size // 2, c + size // 2 + 1):
            if 0 <= j < x.shape[1]:
                total += float(x[n, j, h, w]) ** 2
        s[n, c, h, w] = k + alpha * total
        out[n, c, h, w] = x[n, c, h, w] / s[n, c, h, w] ** beta
    return out, (x.copy(), s, out.copy(), size, alpha, beta)


def local_response_norm_backward(dout, cache):
    x, s, out, size, alpha, beta = cache
    dx = np.zeros_like(x)
    for n, c, h, w in np.ndindex(x.shape):
        dx[n, c, h, w] += dout[n, c, h, w] * s[n, c, h, w] ** -beta
        for j in range(max(0, c - size // 2), min(x.shape[1], c + size // 2 + 1)):
            share = dout[n, c, h, w] * out[n, c, h, w] / s[n, c, h, w]
            dx[n, j, h, w] -= 2 * alpha * beta * share * x[n, j, h, w]
    return dx


def alexnet_rows():
    rows = []
    for name, channels, kernel, stride, padding in (
        ("CONV1", 96, 11, 4, 0),
        ("CONV2", 256, 5, 1, 2),
        ("CONV3", 384, 3, 1, 1),
        ("CONV4", 384, 3, 1, 1),
        ("CONV5", 256, 3, 1, 1),
    ):
        rows.append((name, "conv", channels, kernel, stride, padding, "relu"))
        if name in ("CONV1", "CONV2", "CONV5"):
            number = {"CONV1": 1, "CONV2": 2, "CONV5": 3}[name]
            rows.append((f"POOL{number}", "max_pool", None, 3, 2, None, None))
            if number < 3:
                rows.append((f"NORM{number}", "norm", *[None] * 5))
    for name, units in (("FC6", 4096), ("FC7", 4096), ("FC8", 1000)):
        rows.append((name, "linear", units, None, None, None, "relu" if name != "FC8" else None))
    return rows


def cost_trace(rows, input_shape):
    def places(size, kernel, stride, around):
        count, start = 0, 0
        while start + kernel <= size + around:
            count, start = count + 1, start + stride
        return count

    trace, shape = [], input_shape
    field = jump = 1
    for name, kind, channels, kernel, stride, padding, _ in rows:
        weights = outputs = 0
        if kind == "conv" or kind.endswith("_pool"):
            C, H, W = shape
            around = 2 * padding if padding else 0
            OH, OW = places(H, kernel, stride, around), places(W, kernel, stride, around)
            if OH == 0 or OW == 0:
                raise ValueError(f"{name}: no window fits on {H} x {W}")
            for _ in range(kernel - 1):
                field += jump
            jump *= stride
            if kind == "conv":
                weights, outputs = C * kernel * kernel * channels, OH * OW
                C = channels
            shape = (C, OH, OW)
        elif kind == "linear":
            weights, outputs = channels, 1
            for length in shape:
                weights *= length
            if len(shape) == 3:
                _, H, W = shape
                field += (H - 1 if H > W else W - 1) * jump
            shape = (channels,)
        biases = channels if weights else 0
        trace.append((name, shape, weights + biases, weights * outputs, field))
    return trace


class Chain:
    """Layers one after the other, with numbers for names."""

    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        return dout

    def params(self):
        return {f"{i} {key}": value for i, layer in enumerate(self.layers) for key, value in layer.params().items()}

    def grads(self):
        return {f"{i} {key}": value for i, layer in enumerate(self.layers) for key, value in layer.grads().items()}

    def set_params(self, values):
        for name, value in values.items():
            number, key = name.split()
            self.layers[int(number)].set_params({key: value})

    def train(self):
        for layer in self.layers:
            layer.train()

    def eval(self):
        for layer in self.layers:
            layer.eval()


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    rng = np.random.default_rng(seed)
    layers = []
    C, H, W = input_shape
    for name, kind, channels, kernel, stride, padding, activation in alexnet_rows():
        if channels is not None:
            channels = num_classes if name == "FC8" else max(1, round(width * channels))
        if kind in ("conv", "max_pool"):
            if kernel > min(H, W) + 2 * (padding or 0):
                raise ValueError(f"{name} finds only {H} x {W} pixels")
            H = (H + 2 * (padding or 0) - kernel) // stride + 1
            W = (W + 2 * (padding or 0) - kernel) // stride + 1
        if kind == "conv":
            layers.append(Conv2d(C, channels, kernel, rng, stride, padding, dtype=dtype))
            C = channels
        elif kind == "max_pool":
            layers.append(MaxPool2d(kernel, stride))
        elif kind == "norm":
            layers.append(LocalResponseNorm())
        elif kind == "linear":
            if name == "FC6":
                layers.append(Flatten())
                C = C * H * W
            layers.append(Linear(C, channels, rng, dtype=dtype))
            C = channels
        if activation == "relu":
            layers.append(ReLU())
    return Chain(layers)
