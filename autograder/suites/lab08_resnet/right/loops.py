"""Explicit loops over images, filters and places, a dict for a cache; a network of two small classes."""

import numpy as np

from solutions.layers import BatchNorm2d, Conv2d, GlobalAvgPool2d, Linear, ReLU


def places(size, stride):
    found, at = 0, 0
    while at < size:
        found += 1
        at += stride
    return found


def slow_conv(x, w, stride):
    if stride < 1:
        raise ValueError("the stride must be 1 or more")
    N, C, H, W = x.shape
    F, C_of_w, K, _ = w.shape
    if C != C_of_w:
        raise ValueError(f"{C} channels, but the kernel has {C_of_w}")
    p = K // 2
    padded = np.zeros((N, C, H + 2 * p, W + 2 * p), dtype=x.dtype)
    padded[:, :, p : p + H, p : p + W] = x
    out = np.zeros((N, F, places(H, stride), places(W, stride)), dtype=x.dtype)
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    window = padded[n, :, i * stride : i * stride + K, j * stride : j * stride + K]
                    out[n, f, i, j] = np.sum(window * w[f])
    return out


def slow_conv_backward(dout, x, w, stride):
    K = w.shape[2]
    p = K // 2
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * p, W + 2 * p), dtype=x.dtype)
    padded[:, :, p : p + H, p : p + W] = x
    dpadded, dw = np.zeros_like(padded), np.zeros(w.shape, w.dtype)
    for n in range(N):
        for f in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    rows, columns = slice(i * stride, i * stride + K), slice(j * stride, j * stride + K)
                    dw[f] += dout[n, f, i, j] * padded[n, :, rows, columns]
                    dpadded[n, :, rows, columns] += dout[n, f, i, j] * w[f]
    return dpadded[:, :, p : p + H, p : p + W], dw


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    before = slow_conv(x, w1, stride)
    hidden = np.where(before > 0, before, 0).astype(x.dtype)
    inner = slow_conv(hidden, w2, 1)
    shortcut = x if w_proj is None else slow_conv(x, w_proj, stride)
    if inner.shape != shortcut.shape:
        raise ValueError(f"{inner.shape} and {shortcut.shape} cannot be added")
    out = inner + shortcut
    out[out < 0] = 0
    return out, {"x": x, "hidden": hidden, "out": out, "w1": w1, "w2": w2, "w_proj": w_proj, "stride": stride}


def residual_backward(dout, cache):
    d = np.where(cache["out"] > 0, dout, 0)
    dhidden, dw2 = slow_conv_backward(d, cache["hidden"], cache["w2"], 1)
    dhidden[cache["hidden"] == 0] = 0
    dx, dw1 = slow_conv_backward(dhidden, cache["x"], cache["w1"], cache["stride"])
    dw_proj = None
    if cache["w_proj"] is not None:
        dshortcut, dw_proj = slow_conv_backward(d, cache["x"], cache["w_proj"], cache["stride"])
        dx = dx + dshortcut
    else:
        dx = dx + d
    return dx, dw1, dw2, dw_proj


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    first = np.maximum(slow_conv(x, w1, 1), 0)
    second = np.maximum(slow_conv(first, w2, stride), 0)
    inner = slow_conv(second, w3, 1)
    shortcut = x if w_proj is None else slow_conv(x, w_proj, stride)
    if inner.shape != shortcut.shape:
        raise ValueError(f"{inner.shape} and {shortcut.shape} cannot be added")
    out = np.maximum(inner + shortcut, 0)
    cache = {"x": x, "first": first, "second": second, "out": out, "stride": stride}
    return out, cache | {"w1": w1, "w2": w2, "w3": w3, "w_proj": w_proj}


def bottleneck_backward(dout, cache):
    d = np.where(cache["out"] > 0, dout, 0)
    dsecond, dw3 = slow_conv_backward(d, cache["second"], cache["w3"], 1)
    dsecond[cache["second"] == 0] = 0
    dfirst, dw2 = slow_conv_backward(dsecond, cache["first"], cache["w2"], cache["stride"])
    dfirst[cache["first"] == 0] = 0
    dx, dw1 = slow_conv_backward(dfirst, cache["x"], cache["w1"], 1)
    if cache["w_proj"] is None:
        return dx + d, dw1, dw2, dw3, None
    dshortcut, dw_proj = slow_conv_backward(d, cache["x"], cache["w_proj"], cache["stride"])
    return dx + dshortcut, dw1, dw2, dw3, dw_proj


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind not in ("basic", "bottleneck"):
        raise ValueError(f"{kind!r} is neither basic nor bottleneck")
    if kind == "basic":
        total = 3 * 3 * in_channels * width
        total += 3 * 3 * width * width
        given = width
    else:
        total = in_channels * width
        total += 3 * 3 * width * width
        total += width * (4 * width)
        given = 4 * width
    if projection:
        total += in_channels * given
    if batchnorm:
        total += 2 * width
        if kind == "bottleneck":
            total += 2 * width
        total += 2 * given
        if projection:
            total += 2 * given
    return total


class Together:
    """What a block and a network have in common: parts with names."""

    def each(self, what):
        found = {}
        for name, part in self.parts.items():
            for key, array in getattr(part, what)().items():
                found[name + "/" + key] = array
        return found

    def params(self):
        return self.each("params")

    def grads(self):
        return self.each("grads")

    def set_params(self, values):
        for name, value in values.items():
            part, key = name.split("/", 1)
            self.parts[part].set_params({key: value})

    def train(self):
        for part in self.parts.values():
            part.train()

    def eval(self):
        for part in self.parts.values():
            part.eval()


class BasicBlock(Together):
    def __init__(self, C, F, stride, residual, batchnorm, rng):
        self.residual, self.projected = residual, stride != 1 or C != F
        self.parts = {"a": Conv2d(C, F, 3, rng, stride, 1, bias=False, gain=2.0)}
        if batchnorm:
            self.parts["a_norm"] = BatchNorm2d(F)
        self.parts["b"] = Conv2d(F, F, 3, rng, 1, 1, bias=False, gain=2.0)
        if batchnorm:
            self.parts["b_norm"] = BatchNorm2d(F)
        if residual and self.projected:
            self.parts["p"] = Conv2d(C, F, 1, rng, stride, 0, bias=False, gain=2.0)
            if batchnorm:
                self.parts["p_norm"] = BatchNorm2d(F)

    def along(self, letter, x):
        for name in (letter, letter + "_norm"):
            if name in self.parts:
                x = self.parts[name].forward(x)
        return x

    def back_along(self, letter, d):
        for name in (letter + "_norm", letter):
            if name in self.parts:
                d = self.parts[name].backward(d)
        return d

    def forward(self, x):
        self.hidden = np.maximum(self.along("a", x), 0)
        out = self.along("b", self.hidden)
        if self.residual:
            out = out + self.along("p", x)
        self.out = np.maximum(out, 0)
        return self.out

    def backward(self, dout):
        d = dout * (self.out > 0)
        dx = self.back_along("a", self.back_along("b", d) * (self.hidden > 0))
        if self.residual:
            dx = dx + self.back_along("p", d)
        return dx


class Network(Together):
    def __init__(self, parts):
        self.parts = parts

    def forward(self, x):
        for part in self.parts.values():
            x = part.forward(x)
            if isinstance(part, GlobalAvgPool2d):
                x = x[:, :, 0, 0]
        return x

    def backward(self, dout):
        for part in list(self.parts.values())[::-1]:
            if isinstance(part, GlobalAvgPool2d):
                dout = dout[:, :, None, None]
            dout = part.backward(dout)
        return dout


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)
    parts = {"stem": Conv2d(1, width, 3, rng, 1, 1, bias=False, gain=2.0)}
    if batchnorm:
        parts["stem_norm"] = BatchNorm2d(width)
    parts["stem_relu"] = ReLU()
    C = width
    for i in range(len(blocks)):
        for j in range(blocks[i]):
            F = width * 2**i
            parts[f"block {i + 1}.{j + 1}"] = BasicBlock(C, F, 2 if i and not j else 1, residual, batchnorm, rng)
            C = F
    parts["pool"] = GlobalAvgPool2d()
    parts["scores"] = Linear(C, num_classes, rng)
    return Network(parts)
