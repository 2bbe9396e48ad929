"""sliding_window_view and einsum, float64 inside, an object for a cache; a network whose layers are all its own."""

from types import SimpleNamespace

import numpy as np


def view(x, K, stride):
    if stride < 1:
        raise ValueError(f"stride {stride}")
    p = K // 2
    padded = np.pad(np.asarray(x, dtype=np.float64), ((0, 0), (0, 0), (p, p), (p, p)))
    return np.lib.stride_tricks.sliding_window_view(padded, (K, K), axis=(2, 3))[:, :, ::stride, ::stride]


def convolved(x, w, stride=1):
    if x.shape[1] != w.shape[1]:
        raise ValueError(f"{x.shape[1]} channels for a kernel of {w.shape[1]}")
    return np.einsum("ncijuv,fcuv->nfij", view(x, w.shape[2], stride), w, optimize=True)


def both_gradients(d, x, w, stride=1):
    """dw from the windows of x; dx by a full convolution of d, with zeros between, with the turned kernel."""
    K = w.shape[2]
    dw = np.einsum("nfij,ncijuv->fcuv", d, view(x, K, stride), optimize=True)
    N, F, OH, OW = d.shape
    H, W = x.shape[2:]
    p = K // 2
    far = K - 1 - p
    wide = np.zeros((N, F, H + p + far, W + p + far))
    wide[:, :, far : far + (OH - 1) * stride + 1 : stride, far : far + (OW - 1) * stride + 1 : stride] = d
    turned = np.lib.stride_tricks.sliding_window_view(wide, (K, K), axis=(2, 3))[:, :, :H, :W]
    return np.einsum("nfijuv,fcuv->ncij", turned, w[:, :, ::-1, ::-1], optimize=True), dw


def positive(z):
    return (z + np.abs(z)) / 2


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    c = SimpleNamespace(x=x, w1=w1, w2=w2, w_proj=w_proj, stride=stride)
    c.z1 = convolved(x, w1, stride)
    c.z2 = convolved(positive(c.z1), w2)
    around = x if w_proj is None else convolved(x, w_proj, stride)
    if around.shape != c.z2.shape:
        raise ValueError("x needs a projection to be added")
    c.z2 = c.z2 + around
    return positive(c.z2), c


def residual_backward(dout, c):
    d = np.where(c.z2 > 0, dout, 0.0)
    dh, dw2 = both_gradients(d, positive(c.z1), c.w2)
    dx, dw1 = both_gradients(np.where(c.z1 > 0, dh, 0.0), c.x, c.w1, c.stride)
    around, dw_proj = (d, None) if c.w_proj is None else both_gradients(d, c.x, c.w_proj, c.stride)
    return dx + around, dw1, dw2, dw_proj


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    c = SimpleNamespace(x=x, w1=w1, w2=w2, w3=w3, w_proj=w_proj, stride=stride)
    c.z1 = convolved(x, w1)
    c.z2 = convolved(positive(c.z1), w2, stride)
    c.z3 = convolved(positive(c.z2), w3)
    around = x if w_proj is None else convolved(x, w_proj, stride)
    if around.shape != c.z3.shape:
        raise ValueError("x needs a projection to be added")
    c.z3 = c.z3 + around
    return positive(c.z3), c


def bottleneck_backward(dout, c):
    d = np.where(c.z3 > 0, dout, 0.0)
    dh2, dw3 = both_gradients(d, positive(c.z2), c.w3)
    dh1, dw2 = both_gradients(np.where(c.z2 > 0, dh2, 0.0), positive(c.z1), c.w2, c.stride)
    dx, dw1 = both_gradients(np.where(c.z1 > 0, dh1, 0.0), c.x, c.w1)
    around, dw_proj = (d, None) if c.w_proj is None else both_gradients(d, c.x, c.w_proj, c.stride)
    return dx + around, dw1, dw2, dw3, dw_proj


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    shapes = []
    if kind == "basic":
        shapes += [(width, in_channels, 3, 3), (width, width, 3, 3)]
    if kind == "bottleneck":
        shapes += [(width, in_channels, 1, 1), (width, width, 3, 3), (4 * width, width, 1, 1)]
    if not shapes:
        raise ValueError(kind)
    if projection:
        shapes += [(shapes[-1][0], in_channels, 1, 1)]
    return int(sum(np.prod(shape) + (2 * shape[0] if batchnorm else 0) for shape in shapes))


class Weights:
    """Parameters by name, gradients by the same names."""

    def __init__(self):
        self.values, self.slopes, self.learning = {}, {}, True

    def params(self):
        return dict(self.values)

    def grads(self):
        return dict(self.slopes)

    def set_params(self, values):
        for name, value in values.items():
            self.values[name] = np.array(value)


class OwnResNet(Weights):
    """The whole network in two methods, with a list of what has to be undone."""

    def __init__(self, blocks, width, num_classes, residual, batchnorm, seed):
        super().__init__()
        self.rng, self.residual, self.batchnorm = np.random.default_rng(seed), residual, batchnorm
        self.moving, self.plan = {}, []
        self.conv("stem", 1, width, 3)
        C = width
        for stage, many in enumerate(blocks):
            for index in range(many):
                F, stride, name = width * 2**stage, 1 + (stage > 0 and index == 0), f"s{stage}b{index}"
                self.conv(f"{name}_1", C, F, 3)
                self.conv(f"{name}_2", F, F, 3)
                if residual and (C != F or stride == 2):
                    self.conv(f"{name}_p", C, F, 1)
                self.plan.append((name, stride))
                C = F
        self.values["head_w"] = self.rng.standard_normal((C, num_classes)) / np.sqrt(C)
        self.values["head_b"] = np.zeros(num_classes)

    def conv(self, name, C, F, K):
        self.values[name] = self.rng.standard_normal((F, C, K, K)) * np.sqrt(2 / (C * K * K))
        if self.batchnorm:
            self.values[name + "_gamma"], self.values[name + "_beta"] = np.ones(F), np.zeros(F)
            self.moving[name] = np.zeros(F), np.ones(F)

    def train(self):
        self.learning = True

    def eval(self):
        self.learning = False

    def apply(self, name, x, stride=1):
        w = self.values[name]
        z = convolved(x, w, stride)
        if not self.batchnorm:
            return z, (name, x, stride, None, None)
        mean, var = self.moving[name]
        if self.learning:
            now, spread = z.mean((0, 2, 3)), z.var((0, 2, 3))
            self.moving[name] = 0.9 * mean + 0.1 * now, 0.9 * var + 0.1 * spread
            mean, var = now, spread
        root = np.sqrt(var + 1e-5)[:, None, None]
        x_hat = (z - mean[:, None, None]) / root
        gamma, beta = self.values[name + "_gamma"], self.values[name + "_beta"]
        return gamma[:, None, None] * x_hat + beta[:, None, None], (name, x, stride, x_hat, root)

    def undo(self, d, record):
        name, x, stride, x_hat, root = record
        if self.batchnorm:
            axes = (0, 2, 3)
            self.slopes[name + "_gamma"], self.slopes[name + "_beta"] = (d * x_hat).sum(axes), d.sum(axes)
            d = d * self.values[name + "_gamma"][:, None, None]
            if self.learning:
                d = d - d.mean(axes, keepdims=True) - x_hat * (d * x_hat).mean(axes, keepdims=True)
            d = d / root
        dx, self.slopes[name] = both_gradients(d, x, self.values[name], stride)
        return dx

    def forward(self, x):
        z, self.stem = self.apply("stem", x)
        self.stem_z, self.records = z, []
        h = positive(z)
        for name, stride in self.plan:
            z1, one = self.apply(name + "_1", h, stride)
            z2, two = self.apply(name + "_2", positive(z1))
            three = None
            if self.residual and name + "_p" in self.values:
                around, three = self.apply(name + "_p", h, stride)
                z2 = z2 + around
            elif self.residual:
                z2 = z2 + h
            self.records.append((z1, z2, one, two, three))
            h = positive(z2)
        self.last = h
        self.pooled = h.mean((2, 3))
        return self.pooled @ self.values["head_w"] + self.values["head_b"]

    def backward(self, dout):
        self.slopes["head_w"], self.slopes["head_b"] = self.pooled.T @ dout, dout.sum(0)
        d = dout @ self.values["head_w"].T
        H, W = self.last.shape[2:]
        d = np.broadcast_to(d[:, :, None, None] / (H * W), self.last.shape)
        for z1, z2, one, two, three in self.records[::-1]:
            d = np.where(z2 > 0, d, 0)
            inner = self.undo(np.where(z1 > 0, self.undo(d, two), 0), one)
            if three is not None:
                inner = inner + self.undo(d, three)
            elif self.residual:
                inner = inner + d
            d = inner
        return self.undo(np.where(self.stem_z > 0, d, 0), self.stem)

    def grads(self):
        return {name: self.slopes[name] for name in self.values}


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    return OwnResNet(blocks, width, num_classes, residual, batchnorm, seed)
