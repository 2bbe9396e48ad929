"""Everything in float64, whatever comes in; channels on the last axis; networks by recursion."""

import numpy as np

from solutions.lab07_alexnet import LocalResponseNorm
from solutions.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if not (size > 0 and size % 2):
        raise ValueError("size must be odd and positive")
    last = np.moveaxis(np.asarray(x, dtype=float), 1, -1)
    C = last.shape[-1]
    neighbours = [np.arange(max(0, c - size // 2), min(C, c + size // 2 + 1)) for c in range(C)]
    energy = np.stack([(last[..., some] ** 2).sum(axis=-1) for some in neighbours], axis=-1)
    log_s = np.log(k + alpha * energy)
    factor = np.exp(-beta * log_s)
    return np.moveaxis(last * factor, -1, 1), (last, factor, np.exp(-log_s), neighbours, alpha * beta)


def local_response_norm_backward(dout, cache):
    last, factor, inverse, neighbours, product = cache
    d = np.moveaxis(np.asarray(dout, dtype=float), 1, -1)
    dx = d * factor
    for c, some in enumerate(neighbours):
        carried = d[..., c] * last[..., c] * factor[..., c] * inverse[..., c]
        dx[..., some] -= 2 * product * last[..., some] * carried[..., None]
    return np.moveaxis(dx, -1, 1)


def alexnet_rows():
    none = (None,)
    conv = {1: (96, 11, 4, 0), 2: (256, 5, 1, 2), 3: (384, 3, 1, 1), 4: (384, 3, 1, 1), 5: (256, 3, 1, 1)}
    rows = [(f"CONV{i}", "conv", *numbers, "relu") for i, numbers in conv.items()]
    rows += [
        (f"FC{i}", "linear", units, *3 * none, "relu" if i < 8 else None)
        for i, units in ((6, 4096), (7, 4096), (8, 1000))
    ]
    for place, number in ((5, 3), (2, 2), (1, 1)):
        rows.insert(place, (f"POOL{number}", "max_pool", None, 3, 2, None, None))
        if number < 3:
            rows.insert(place + 1, (f"NORM{number}", "norm", *5 * none))
    return tuple(rows)


def cost_trace(rows, input_shape):
    def below(rows, shape, field, jump):
        if len(rows) == 0:
            return []
        (name, kind, channels, kernel, stride, padding, _), *rest = rows
        if kind == "norm":
            return [(name, shape, 0, 0, field), *below(rest, shape, field, jump)]
        if kind == "linear":
            D = 1
            for length in shape:
                D = D * length
            field = field + (max(shape[1], shape[2]) - 1) * jump if len(shape) > 1 else field
            return [
                (name, (channels,), D * channels + channels, D * channels, field),
                *below(rest, (channels,), field, 0),
            ]
        C, H, W = shape
        H, W = H + 2 * (padding or 0), W + 2 * (padding or 0)
        if H < kernel or W < kernel:
            raise ValueError(name + " needs a larger map")
        OH, OW = 1 + (H - kernel) // stride, 1 + (W - kernel) // stride
        out = (channels if kind == "conv" else C, OH, OW)
        each = C * kernel * kernel if kind == "conv" else 0
        costs = (channels * (each + 1), each * channels * OH * OW) if each else (0, 0)
        field = field + jump * (kernel - 1)
        return [(name, out, *costs, field), *below(rest, out, field, jump * stride)]

    return below(list(rows), tuple(input_shape), 1, 1)


class Node:
    """A layer and what comes after it; biases come before weights."""

    def __init__(self, name, layer, after):
        self.name, self.layer, self.after = name, layer, after

    def forward(self, x):
        x = self.layer.forward(x)
        return x if self.after is None else self.after.forward(x)

    def backward(self, dout):
        return self.layer.backward(dout if self.after is None else self.after.backward(dout))

    def collected(self, what):
        own = getattr(self.layer, what)()
        rest = {} if self.after is None else self.after.collected(what)
        return {**{(key + "_" + self.name): own[key] for key in sorted(own)}, **rest}

    def params(self):
        return self.collected("params")

    def grads(self):
        return self.collected("grads")

    def set_params(self, values):
        own = {key: values[key + "_" + self.name] for key in self.layer.params() if key + "_" + self.name in values}
        self.layer.set_params(own)
        if self.after is not None:
            self.after.set_params(values)

    def train(self):
        self.layer.train()
        if self.after is not None:
            self.after.train()

    def eval(self):
        self.layer.eval()
        if self.after is not None:
            self.after.eval()


def build_alexnet(num_classes=1000, width=1.0, input_shape=(3, 227, 227), dtype="float32", seed=0):
    def chain(rows, shape):
        if len(rows) == 0:
            return None
        (name, kind, channels, kernel, stride, padding, activation), *rest = rows
        if channels is not None:
            channels = max(1, round(channels * width)) if rest else num_classes
        out = cost_trace([(name, kind, channels, kernel, stride, padding, activation)], shape)[0][1]
        if kind == "conv":
            layer = Conv2d(shape[0], channels, kernel, rng, stride, padding, dtype=dtype)
        elif kind == "linear":
            layer = Linear(int(np.prod(shape)), channels, rng, dtype=dtype)
        else:
            layer = MaxPool2d(kernel, stride) if kind == "max_pool" else LocalResponseNorm()
        after = chain(rest, tuple(out))
        node = Node(name, layer, Node(name + "_act", ReLU(), after) if activation else after)
        return Node("flat", Flatten(), node) if kind == "linear" and len(shape) == 3 else node

    rng = np.random.default_rng(seed)
    return chain(list(alexnet_rows()), tuple(input_shape))
