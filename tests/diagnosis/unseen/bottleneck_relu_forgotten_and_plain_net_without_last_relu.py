LAB = "lab08_resnet"
MISTAKES = [
    "forgets the relu between the 3x3 convolution and the last 1x1 convolution",
    "leaves out the relu at the end of a block when there are no shortcuts",
]

from solutions.lab08_resnet import *


def bottleneck_forward(x, w1, w2, w3, w_proj=None, stride=1):
    M, F = w1.shape[0], w3.shape[0]
    first, k1 = conv_forward(x, w1, np.zeros(M, w1.dtype), 1, 0)
    first_out = np.maximum(first, 0)
    second, k2 = conv_forward(first_out, w2, np.zeros(M, w2.dtype), stride, 1)
    inner, k3 = conv_forward(second, w3, np.zeros(F, w3.dtype), 1, 0)
    if w_proj is not None:
        shortcut, k4 = conv_forward(x, w_proj, np.zeros(F, w_proj.dtype), stride, 0)
    else:
        shortcut, k4 = x, None
    if shortcut.shape != inner.shape:
        raise ValueError("shapes of shortcut and inner path differ")
    out = np.maximum(inner + shortcut, 0)
    return out, {"k": (k1, k2, k3, k4), "first": first, "out": out}


def bottleneck_backward(dout, cache):
    k1, k2, k3, k4 = cache["k"]
    d = dout * (cache["out"] > 0)
    d2, dw3, _ = conv_backward(d, k3)
    d1, dw2, _ = conv_backward(d2, k2)
    dx, dw1, _ = conv_backward(d1 * (cache["first"] > 0), k1)
    if k4 is None:
        return dx + d, dw1, dw2, dw3, None
    ds, dwp, _ = conv_backward(d, k4)
    return dx + ds, dw1, dw2, dw3, dwp


def build_resnet(blocks, width, num_classes, residual=True, batchnorm=True, seed=0):
    rng = np.random.default_rng(seed)

    def unit(name, c, f, k, s):
        made = [(name, Conv2d(c, f, k, rng, s, k // 2, bias=False, gain=2.0))]
        return made + [(name + "_norm", BatchNorm2d(f))] if batchnorm else made

    def block(c, f, s):
        inner = [*unit("one", c, f, 3, s), ("relu", ReLU()), *unit("two", f, f, 3, 1)]
        if not residual:
            return Sequential(inner)
        return ResidualBlock(Sequential(inner), Sequential(unit("proj", c, f, 1, s) if s > 1 or c != f else []))

    chain = [*unit("stem", 1, width, 3, 1), ("stem_relu", ReLU())]
    c = width
    for i, many in enumerate(blocks):
        for j in range(many):
            chain.append((f"block{i}{j}", block(c, width * 2**i, 2 if i and not j else 1)))
            c = width * 2**i
    chain += [("mean", GlobalAvgPool2d()), ("flat", Flatten()), ("scores", Linear(c, num_classes, rng))]
    return Sequential(chain)
