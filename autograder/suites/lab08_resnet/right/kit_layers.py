"""Everything from the layers that are handed out: blocks are built, given their weights, and kept as the cache."""

import numpy as np

from solutions.layers import BatchNorm2d, Conv2d, Flatten, GlobalAvgPool2d, Linear, ReLU, Sequential


def layer_with(w, stride):
    F, C, K, _ = w.shape
    if stride < 1:
        raise ValueError("stride")
    layer = Conv2d(C, F, K, np.random.default_rng(0), stride, K // 2, bias=False, dtype=w.dtype)
    layer.bias = np.zeros(F, w.dtype)
    layer.set_params({"weight": w})
    return layer


class Around:
    """x -> relu(inside(x) + shortcut(x)); both are Sequential, the shortcut perhaps an empty one."""

    def __init__(self, inside, shortcut):
        self.inside, self.shortcut, self.relu = inside, shortcut, ReLU()

    def forward(self, x):
        inside, shortcut = self.inside.forward(x), self.shortcut.forward(x)
        if inside.shape != shortcut.shape:
            raise ValueError(f"inside {inside.shape}, shortcut {shortcut.shape}")
        return self.relu.forward(inside + shortcut)

    def backward(self, dout):
        dout = self.relu.backward(dout)
        return self.inside.backward(dout) + self.shortcut.backward(dout)

    def both(self, name):
        inside, shortcut = getattr(self.inside, name)(), getattr(self.shortcut, name)()
        return {"in." + k: v for k, v in inside.items()} | {"by." + k: v for k, v in shortcut.items()}

    def params(self):
        return self.both("params")

    def grads(self):
        return self.both("grads")

    def buffers(self):
        return self.both("buffers")

    def set_params(self, values):
        self.inside.set_params({k[3:]: v for k, v in values.items() if k.startswith("in.")})
        self.shortcut.set_params({k[3:]: v for k, v in values.items() if k.startswith("by.")})

    def train(self):
        self.inside.train()
        self.shortcut.train()

    def eval(self):
        self.inside.eval()
        self.shortcut.eval()


def residual_forward(x, w1, w2, w_proj=None, stride=1):
    inside = Sequential([("w1", layer_with(w1, stride)), ("relu", ReLU()), ("w2", layer_with(w2, 1))])
    shortcut = Sequential([] if w_proj is None else [("w_proj", layer_with(w_proj, stride))])
    block = Around(inside, shortcut)
    return block.forward(x), block


def residual_backward(dout, cache):
    dx, grads = cache.backward(dout), cache.grads()
    return [dx] + [grads.get(name) for name in ("in.w1.weight", "in.w2.weight", "by.w_proj.weight")]


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    layers = [("w1", layer_with(w1, 1)), ("relu1", ReLU()), ("w2", layer_with(w2, stride)), ("relu2", ReLU())]
    inside = Sequential([*layers, ("w3", layer_with(w3, 1))])
    shortcut = Sequential([] if w_proj is None else [("w_proj", layer_with(w_proj, stride))])
    block = Around(inside, shortcut)
    return block.forward(x), block


def bottleneck_backward(dout, cache):
    dx, grads = cache.backward(dout), cache.grads()
    return [dx] + [grads.get(name) for name in ("in.w1.weight", "in.w2.weight", "in.w3.weight", "by.w_proj.weight")]


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind not in {"basic", "bottleneck"}:
        raise ValueError(kind)
    rng = np.random.default_rng(0)
    path = [in_channels, width, width] if kind == "basic" else [in_channels, width, width, 4 * width]
    sizes = [3, 3] if kind == "basic" else [1, 3, 1]
    layers = [Conv2d(C, F, K, rng, bias=False) for C, F, K in zip(path, path[1:], sizes)]
    layers += [Conv2d(path[0], path[-1], 1, rng, bias=False)] if projection else []
    layers += [BatchNorm2d(len(layer.weight)) for layer in layers] if batchnorm else []
    return sum(array.size for layer in layers for array in layer.params().values())


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)

    def unit(C, F, K, stride, relu):
        layers = [("conv", Conv2d(C, F, K, rng, stride, K // 2, bias=False, gain=2.0))]
        layers += [("bn", BatchNorm2d(F))] if batchnorm else []
        return Sequential(layers + ([("relu", ReLU())] if relu else []))

    layers = [("stem", unit(1, width, 3, 1, True))]
    outputs = [width]
    for stage, repeats in enumerate(blocks):
        for repeat in range(repeats):
            C, F, stride = outputs[-1], width * 2**stage, 2 if stage > 0 and repeat == 0 else 1
            pair = [("1", unit(C, F, 3, stride, True)), ("2", unit(F, F, 3, 1, not residual))]
            around = Sequential([("p", unit(C, F, 1, stride, False))] if C != F or stride > 1 else [])
            block = Around(Sequential(pair), around) if residual else Sequential(pair)
            layers.append((f"b{len(outputs)}", block))
            outputs.append(F)
    layers += [("pool", GlobalAvgPool2d()), ("flatten", Flatten()), ("linear", Linear(outputs[-1], num_classes, rng))]
    return Sequential(layers)
