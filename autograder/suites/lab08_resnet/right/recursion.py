"""Diagonals of shifted images and flat dot products; blocks in blocks: a network is a layer and the rest of it."""

import numpy as np

from solutions.layers import BatchNorm2d, Conv2d, Linear, conv_backward, conv_forward


def apply_kernel(x, w, stride):
    """Through the kit's convolution, with a bias that is 0."""
    return conv_forward(x, w, np.zeros(w.shape[0]).astype(x.dtype), stride=stride, padding=(w.shape[-1] - 1) // 2)


def go(x, todo):
    """The rest of the way, depth first; returns out and how to come back with the gradients of the kernels."""
    if not todo:
        return x, lambda d: (d, [])
    (w, stride, relu), *rest = todo
    z, cache = apply_kernel(x, w, stride)
    on = z > 0 if relu else np.ones_like(z, dtype=bool)
    out, back_rest = go(z * on, rest)

    def back(d):
        d, dws = back_rest(d)
        dx, dw, _ = conv_backward(d * on, cache)
        return dx, [dw, *dws]

    return out, back


def with_shortcut(x, todo, w_proj, stride):
    inner, back_inner = go(x, todo)
    outer, back_outer = go(x, [] if w_proj is None else [(w_proj, stride, False)])
    if inner.shape != outer.shape:
        raise ValueError(f"cannot add {outer.shape} to {inner.shape}")
    out = np.fmax(inner + outer, 0)

    def back(dout):
        d = np.select([out > 0], [dout], 0)
        (dx, dws), (dshortcut, dw_proj) = back_inner(d), back_outer(d)
        return dx + dshortcut, *dws, *(dw_proj or [None])

    return out, {"back": back}


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    return with_shortcut(x, [(w1, stride, True), (w2, 1, False)], w_proj, stride)


def residual_backward(dout, cache):
    return cache["back"](dout)


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    return with_shortcut(x, [(w1, 1, True), (w2, stride, True), (w3, 1, False)], w_proj, stride)


def bottleneck_backward(dout, cache):
    return cache["back"](dout)


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    W, C, b, p = width, in_channels, bool(batchnorm), bool(projection)
    if kind == "basic":
        return 9 * W * (C + W) + p * C * W + 2 * b * W * (2 + p)
    if kind == "bottleneck":
        return W * (C + 13 * W) + 4 * p * C * W + 2 * b * W * (6 + 4 * p)
    raise ValueError("kind is 'basic' or 'bottleneck'")


class Node:
    """A step and the node behind it."""

    def __init__(self, name, layer, behind):
        self.name, self.layer, self.behind = name, layer, behind

    def forward(self, x):
        out = self.layer.forward(x)
        return self.behind.forward(out) if self.behind else out

    def backward(self, dout):
        return self.layer.backward(self.behind.backward(dout) if self.behind else dout)

    def collect(self, what):
        own = getattr(self.layer, what, dict)()
        found = {f"{self.name}:{key}": value for key, value in own.items()}
        return {**found, **(self.behind.collect(what) if self.behind else {})}

    def params(self):
        return self.collect("params")

    def grads(self):
        return self.collect("grads")

    def set_params(self, values):
        own = {k.partition(":")[2]: v for k, v in values.items() if k.partition(":")[0] == self.name}
        if own:
            self.layer.set_params(own)
        if self.behind:
            self.behind.set_params(values)

    def tell(self, what):
        getattr(self.layer, what, lambda: None)()
        if self.behind:
            self.behind.tell(what)

    def train(self):
        self.tell("train")

    def eval(self):
        self.tell("eval")


class Cut:
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0)

    def backward(self, dout):
        return np.where(self.on, dout, 0)


class Mean:
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(*x.shape[:2], -1).mean(axis=-1)

    def backward(self, dout):
        N, C, H, W = self.shape
        return np.repeat(dout / (H * W), H * W, axis=1).reshape(N, C, H, W)


class Fork:
    """Two nodes side by side, or one beside nothing."""

    def __init__(self, inner, outer):
        self.inner, self.outer = inner, outer

    def forward(self, x):
        return self.inner.forward(x) + (self.outer.forward(x) if self.outer else x)

    def backward(self, dout):
        return self.inner.backward(dout) + (self.outer.backward(dout) if self.outer else dout)

    def params(self):
        return self.collect("params")

    def grads(self):
        return self.collect("grads")

    def collect(self, what):
        outer = self.outer.collect(what) if self.outer else {}
        return {**{"i" + k: v for k, v in self.inner.collect(what).items()}, **{"o" + k: v for k, v in outer.items()}}

    def set_params(self, values):
        self.inner.set_params({k[1:]: v for k, v in values.items() if k[0] == "i"})
        if self.outer:
            self.outer.set_params({k[1:]: v for k, v in values.items() if k[0] == "o"})

    def train(self):
        for node in filter(None, (self.inner, self.outer)):
            node.train()

    def eval(self):
        for node in filter(None, (self.inner, self.outer)):
            node.eval()


def chained(steps):
    node = None
    for number, layer in reversed(list(enumerate(steps))):
        node = Node(f"n{number}", layer, node)
    return node


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)

    def kernel(C, F, K, stride):
        return [Conv2d(C, F, K, rng, stride, K // 2, False, 2.0)] + ([BatchNorm2d(F)] if batchnorm else [])

    def stages(C, stage, left):
        if not left:
            return [Mean(), Linear(C, num_classes, rng)]
        F = width * 2**stage
        found = []
        for index in range(left[0]):
            stride = 2 if stage and not index else 1
            inner = [*kernel(C, F, 3, stride), Cut(), *kernel(F, F, 3, 1)]
            outer = kernel(C, F, 1, stride) if residual and (stride, C) != (1, F) else []
            found += [Fork(chained(inner), chained(outer))] if residual else inner
            found += [Cut()]
            C = F
        return found + stages(C, stage + 1, left[1:])

    return chained([*kernel(1, width, 3, 1), Cut(), *stages(width, 0, list(blocks))])
