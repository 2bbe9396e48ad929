"""Windows as rows of a matrix (im2col), back by np.add.at; tuples for caches; blocks as layers of a Sequential."""

import numpy as np

from solutions.layers import BatchNorm2d, Conv2d, Flatten, GlobalAvgPool2d, Layer, Linear, ReLU, Sequential


def indices(shape, K, stride):
    """For each place and each number of its window, where it stands in the padded image."""
    _, C, H, W = shape
    if stride < 1:
        raise ValueError("stride below 1")
    top, left = np.meshgrid(np.arange(0, H, stride), np.arange(0, W, stride), indexing="ij")
    c, u, v = (a.ravel() for a in np.meshgrid(np.arange(C), np.arange(K), np.arange(K), indexing="ij"))
    return c, top.reshape(-1, 1) + u, left.reshape(-1, 1) + v, top.shape


def columns_forward(x, w, stride):
    F, C, K, _ = w.shape
    if C != x.shape[1]:
        raise ValueError("the channels of x and w differ")
    c, i, j, (OH, OW) = indices(x.shape, K, stride)
    xp = np.pad(x, [(0, 0), (0, 0), (K // 2, K // 2), (K // 2, K // 2)])
    rows = xp[:, c, i, j]
    out = rows @ w.reshape(F, -1).T
    return out.transpose(0, 2, 1).reshape(len(x), F, OH, OW), (rows, x.shape, xp.shape, w, stride)


def columns_backward(dout, kept):
    rows, shape, padded_shape, w, stride = kept
    F, _, K, _ = w.shape
    c, i, j, _ = indices(shape, K, stride)
    d = dout.reshape(len(dout), F, -1).transpose(0, 2, 1)
    dw = np.tensordot(d, rows, axes=([0, 1], [0, 1])).reshape(w.shape)
    dxp = np.zeros(padded_shape, dout.dtype)
    np.add.at(dxp, (slice(None), c, i, j), d @ w.reshape(F, -1))
    p = K // 2
    return dxp[:, :, p : p + shape[2], p : p + shape[3]], dw


def chain_forward(x, kernels, strides, w_proj, stride):
    kept, h = [], x
    for w, s in zip(kernels, strides):
        if kept:
            h = np.clip(h, 0, None)
        h, columns = columns_forward(h, w, s)
        kept.append((columns, h > 0))
    shortcut, kept_proj = (x, None) if w_proj is None else columns_forward(x, w_proj, stride)
    if shortcut.shape != h.shape:
        raise ValueError("these shapes cannot be added")
    out = np.clip(h + shortcut, 0, None)
    return out, (kept, kept_proj, np.sign(out))


def chain_backward(dout, cache):
    kept, kept_proj, sign = cache
    d = dout * sign.astype(dout.dtype)
    dx, dw_proj = (d, None) if kept_proj is None else columns_backward(d, kept_proj)
    dws = []
    for place in reversed(range(len(kept))):
        d, dw = columns_backward(d, kept[place][0])
        dws.insert(0, dw)
        if place:
            d = d * kept[place - 1][1]
    return (dx + d, *dws, dw_proj)


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    return chain_forward(x, [w1, w2], [stride, 1], w_proj, stride)


def residual_backward(dout, cache):
    return chain_backward(dout, cache)


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    return chain_forward(x, [w1, w2, w3], [1, stride, 1], w_proj, stride)


def bottleneck_backward(dout, cache):
    return chain_backward(dout, cache)


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    try:
        channels, sizes = {
            "basic": ([in_channels, width, width], [9, 9]),
            "bottleneck": ([in_channels, width, width, 4 * width], [1, 9, 1]),
        }[kind]
    except KeyError:
        raise ValueError(f"unknown kind {kind}") from None
    weights = [channels[i] * channels[i + 1] * sizes[i] for i in range(len(sizes))]
    gammas = channels[1:]
    if projection:
        weights.append(channels[0] * channels[-1])
        gammas = gammas + channels[-1:]
    return sum(weights) + (sum(gammas) + sum(gammas) if batchnorm else 0)


class Addition(Layer):
    """A layer around a layer: f(x) + x, or f(x) + g(x)."""

    def __init__(self, f, g=None):
        self.members = {"f": f} if g is None else {"f": f, "g": g}

    def forward(self, x):
        y = self.members["f"].forward(x)
        return y + (self.members["g"].forward(x) if "g" in self.members else x)

    def backward(self, dout):
        dx = self.members["f"].backward(dout)
        return dx + (self.members["g"].backward(dout) if "g" in self.members else dout)

    def params(self):
        return {f"{m}.{k}": a for m, layer in self.members.items() for k, a in layer.params().items()}

    def grads(self):
        return {f"{m}.{k}": a for m, layer in self.members.items() for k, a in layer.grads().items()}

    def buffers(self):
        return {f"{m}.{k}": a for m, layer in self.members.items() for k, a in layer.buffers().items()}

    def set_params(self, values):
        for name, value in values.items():
            self.members[name[0]].set_params({name[2:]: value})

    def train(self):
        [layer.train() for layer in self.members.values()]

    def eval(self):
        [layer.eval() for layer in self.members.values()]


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)
    stack, number, have = [], 0, width

    def conv(C, F, K, stride):
        layers = [("conv", Conv2d(C, F, K, rng, stride, (K - 1) // 2, bias=False, gain=2))]
        return layers + [("bn", BatchNorm2d(F))] * batchnorm

    stack.append(("stem", Sequential([*conv(1, width, 3, 1), ("relu", ReLU())])))
    for stage, repeats in enumerate(blocks):
        wanted = width << stage
        for repeat in range(repeats):
            stride = 2 if repeat == 0 and stage > 0 else 1
            first, second = conv(have, wanted, 3, stride), conv(wanted, wanted, 3, 1)
            f = Sequential([("1", Sequential(first)), ("relu", ReLU()), ("2", Sequential(second))])
            if residual:
                g = Sequential(conv(have, wanted, 1, stride)) if (stride, have) != (1, wanted) else None
                f = Addition(f, g)
            stack += [(f"{number}", f), (f"{number}relu", ReLU())]
            number, have = number + 1, wanted
    stack += [("gap", GlobalAvgPool2d()), ("flat", Flatten()), ("fc", Linear(have, num_classes, rng))]
    return Sequential(stack)
