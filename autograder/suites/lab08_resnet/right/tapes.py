"""A tape: every step leaves a function that undoes it; kernels are applied place by place; dicts of weights."""

import numpy as np


class Tape:
    """Remembers, for each step, what to do with a gradient; gradients of named arrays are added up."""

    def __init__(self):
        self.steps, self.of = [], {}

    def conv(self, x, name, w, stride=1):
        K, (_, C, H, W) = w.shape[2], x.shape
        if stride < 1 or C != w.shape[1]:
            raise ValueError(f"kernel {w.shape}, stride {stride}, x {x.shape}")
        p = K // 2
        padded = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)])
        OH, OW = (H + stride - 1) // stride, (W + stride - 1) // stride
        spots = [
            (u, v, np.s_[..., u : u + stride * OH : stride, v : v + stride * OW : stride])
            for u in range(K)
            for v in range(K)
        ]
        out = sum(np.tensordot(w[:, :, u, v], padded[spot], (1, 1)) for u, v, spot in spots).swapaxes(0, 1)

        def back(d):
            dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
            for u, v, spot in spots:
                dpadded[spot] += np.tensordot(w[:, :, u, v], d, (0, 1)).swapaxes(0, 1)
                dw[:, :, u, v] = np.tensordot(d, padded[spot], ((0, 2, 3), (0, 2, 3)))
            self.of[name] = dw
            return dpadded[:, :, p : p + H, p : p + W]

        return out, back

    def relu(self, x):
        return x * (x > 0), lambda d: d * (x > 0)

    def norm(self, x, name, gamma, beta, moving, training):
        m = x.shape[0] * x.shape[2] * x.shape[3]
        line = (slice(None), None, None)
        mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3))) if training else (moving[0], moving[1])
        if training:
            moving[0], moving[1] = 0.9 * moving[0] + 0.1 * mean, 0.9 * moving[1] + 0.1 * var * m / max(m - 1, 1)
        scale = 1 / np.sqrt(var + 1e-5)
        hat = (x - mean[line]) * scale[line]

        def back(d):
            self.of[name + " gamma"], self.of[name + " beta"] = (d * hat).sum((0, 2, 3)), d.sum((0, 2, 3))
            dhat = d * gamma[line]
            if not training:
                return dhat * scale[line]
            sums = dhat.sum((0, 2, 3))[line] + hat * (dhat * hat).sum((0, 2, 3))[line]
            return scale[line] * (dhat - sums / m)

        return gamma[line] * hat + beta[line], back


def walk(x, steps):
    backs = []
    for step in steps:
        x, back = step(x)
        backs.append(back)

    def undo(d):
        for back in reversed(backs):
            d = back(d)
        return d

    return x, undo


def fork(x, inner, shortcut):
    a, undo_a = walk(x, inner)
    b, undo_b = walk(x, shortcut)
    if np.shape(a) != np.shape(b):
        raise ValueError("the two ways end in different shapes")
    return a + b, lambda d: undo_a(d) + undo_b(d)


def one_block(x, kernels, strides, w_proj, stride):
    tape = Tape()
    inner = []
    for number, (w, s) in enumerate(zip(kernels, strides), 1):
        inner += [lambda h, n=number, w=w, s=s: tape.conv(h, f"w{n}", w, s), tape.relu]
    around = [] if w_proj is None else [lambda h: tape.conv(h, "w_proj", w_proj, stride)]
    out, undo = walk(x, [lambda h: fork(h, inner[:-1], around), tape.relu])
    names = [f"w{n}" for n in range(1, len(kernels) + 1)] + ["w_proj"]

    def gradients(dout):
        dx = undo(dout)
        return (dx, *(tape.of.get(name) for name in names))

    return out, gradients


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    return one_block(x, (w1, w2), (stride, 1), w_proj, stride)


def residual_backward(dout, cache):
    return cache(dout)


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    return one_block(x, (w1, w2, w3), (1, stride, 1), w_proj, stride)


def bottleneck_backward(dout, cache):
    return cache(dout)


def kernel_sizes(kind, in_channels, width, projection):
    if kind == "basic":
        yield in_channels, width, 9
        yield width, width, 9
    elif kind == "bottleneck":
        yield in_channels, width, 1
        yield width, width, 9
        yield width, 4 * width, 1
    else:
        raise ValueError("kind")
    if projection:
        yield in_channels, width if kind == "basic" else 4 * width, 1


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    total = 0
    for came, went, places in kernel_sizes(kind, in_channels, width, projection):
        total += came * went * places
        total += 2 * went if batchnorm else 0
    return total


class TapedNetwork:
    def __init__(self, weights, program):
        self.weights, self.program, self.training = weights, program, True
        self.moving = {n[:-6]: [np.zeros(len(w)), np.ones(len(w))] for n, w in weights.items() if n.endswith(" gamma")}

    def forward(self, x):
        self.tape = Tape()
        out, self.undo = walk(x, self.program(self))
        return out

    def backward(self, dout):
        return self.undo(dout)

    def conv(self, name, stride):
        steps = [lambda h: self.tape.conv(h, name, self.weights[name], stride)]
        if name in self.moving:
            gamma, beta = name + " gamma", name + " beta"
            steps.append(
                lambda h: self.tape.norm(
                    h, name, self.weights[gamma], self.weights[beta], self.moving[name], self.training
                )
            )
        return steps

    def relu(self):
        return [lambda h: self.tape.relu(h)]

    def head(self, x):
        pooled = x.mean(axis=(2, 3))

        def back(d):
            self.tape.of["head"], self.tape.of["head bias"] = pooled.T @ d, d.sum(axis=0)
            spread = (d @ self.weights["head"].T)[:, :, None, None] / (x.shape[2] * x.shape[3])
            return np.tile(spread, (1, 1, *x.shape[2:]))

        return pooled @ self.weights["head"] + self.weights["head bias"], back

    def params(self):
        return self.weights

    def grads(self):
        return {name: self.tape.of[name] for name in self.weights}

    def set_params(self, values):
        for name in values:
            if name not in self.weights:
                raise KeyError(name)
            self.weights[name] = np.array(values[name])

    def train(self):
        self.training = True

    def eval(self):
        self.training = False


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)
    weights, plan, C = {}, [], width

    def add(name, C, F, K):
        weights[name] = rng.normal(scale=(2 / C) ** 0.5 / K, size=(F, C, K, K))
        if batchnorm:
            weights[name + " gamma"] = np.ones(F)
            weights[name + " beta"] = np.zeros(F)

    add("stem", 1, width, 3)
    for stage, many in enumerate(blocks):
        F = width * 2**stage
        for index in range(many):
            stride = 2 if stage and index == 0 else 1
            name = f"{stage}.{index}"
            add(name + " first", C, F, 3)
            add(name + " second", F, F, 3)
            projected = residual and (stride == 2 or C != F)
            if projected:
                add(name + " around", C, F, 1)
            plan.append((name, stride, projected))
            C = F
    weights["head"], weights["head bias"] = rng.normal(scale=C**-0.5, size=(C, num_classes)), np.zeros(num_classes)

    def program(net):
        steps = net.conv("stem", 1) + net.relu()
        for name, stride, projected in plan:
            inner = net.conv(name + " first", stride) + net.relu() + net.conv(name + " second", 1)
            around = net.conv(name + " around", stride) if projected else []
            if residual:
                inner = [lambda h, inner=inner, around=around: fork(h, inner, around)]
            steps = steps + inner + net.relu()
        return [*steps, net.head]

    return TapedNetwork(weights, program)
