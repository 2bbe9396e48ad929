"""Lab 8, residual networks: the block with a shortcut, its gradients, its bill, and a network made of blocks.

He, Zhang, Ren & Sun (2016), "Deep Residual Learning for Image Recognition". What differs from the paper: the
blocks that are functions have no batch normalisation, and the network that is built is small, for small images.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from solutions.layers import (
    BatchNorm2d,
    Conv2d,
    Flatten,
    GlobalAvgPool2d,
    Linear,
    ReLU,
    Sequential,
    conv_backward,
    conv_forward,
)

Cache = tuple[Any, ...]


def residual_forward(
    x: np.ndarray, w1: np.ndarray, w2: np.ndarray, w_proj: np.ndarray | None = None, stride: int = 1
) -> tuple[np.ndarray, "Cache"]:
    """Compute a basic residual block: two convolutions, and a shortcut around them.

        hidden = relu(conv(x, w1))             3x3, padding 1, with the stride
        inner  = conv(hidden, w2)              3x3, padding 1, stride 1
        out    = relu(inner + shortcut)        He et al. 2016, equations 1 and 2

    The shortcut is x itself, or conv(x, w_proj), 1x1 with padding 0 and the stride. No convolution has a bias.

    x        (N, C, H, W)  float32 or float64
    w1       (F, C, 3, 3); w2 (F, F, 3, 3)
    w_proj   (F, C, 1, 1), or None: the shortcut is x itself
    stride   of w1 and of w_proj
    returns  out (N, F, OH, OW) with OH = floor((H - 1) / stride) + 1, and a cache of your own making for
             residual_backward; no argument is changed
    raises   ValueError if inner and the shortcut differ in shape (NumPy might stretch one of them), if kernels do
             not have the channels of what they get, and for a stride below 1
    """
    hidden, cache1 = conv_forward(x, w1, _no_bias(w1), stride, 1)
    inner, cache2 = conv_forward(np.maximum(hidden, 0), w2, _no_bias(w2), 1, 1)
    shortcut, cache_proj = _shortcut(x, w_proj, stride)
    total = _added(inner, shortcut)
    return np.maximum(total, 0), (cache1, hidden > 0, cache2, cache_proj, total > 0)


def residual_backward(dout: np.ndarray, cache: "Cache") -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """Carry the gradient of the loss back through a basic residual block.

        dtotal = dout where inner + shortcut > 0, else 0
        dx     = what comes back through w2, relu and w1  +  what comes back through the shortcut

    The gradient of relu at 0 is 0.

    dout     (N, F, OH, OW)  dL/dout, the gradient that arrives from above
    cache    what residual_forward returned
    returns  dx (N, C, H, W), dw1 (F, C, 3, 3), dw2 (F, F, 3, 3), and dw_proj (F, C, 1, 1), which is None if there
             is no projection; no argument is changed
    """
    cache1, hidden_positive, cache2, cache_proj, total_positive = cache
    dtotal = dout * total_positive
    dhidden, dw2, _ = conv_backward(dtotal, cache2)
    dx, dw1, _ = conv_backward(dhidden * hidden_positive, cache1)
    dshortcut, dw_proj = _shortcut_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw_proj


def block_parameters(kind: str, in_channels: int, width: int, batchnorm: bool = False, projection: bool = False) -> int:
    """Count the parameters of a block without building it.

        basic        3x3 in_channels -> width, 3x3 width -> width                               gives width channels
        bottleneck   1x1 in_channels -> width, 3x3 width -> width, 1x1 width -> 4 * width       gives 4 * width

    kind         "basic" or "bottleneck"; no convolution has a bias
    in_channels  channels that the block gets
    width        channels inside
    batchnorm    True adds gamma and beta of a batch normalisation after every convolution, the projection included
    projection   True adds a 1x1 convolution from in_channels to the channels that the block gives
    returns      an int: only what training changes, no running statistics
    raises       ValueError for another kind
    """
    if kind == "basic":
        convolutions = [(in_channels, width, 3), (width, width, 3)]
    elif kind == "bottleneck":
        convolutions = [(in_channels, width, 1), (width, width, 3), (width, 4 * width, 1)]
    else:
        raise ValueError(f"kind is {kind!r}, expected 'basic' or 'bottleneck'")
    if projection:
        convolutions.append((in_channels, convolutions[-1][1], 1))
    return sum(F * C * K**2 + 2 * F * batchnorm for C, F, K in convolutions)


class ResidualBlock(Sequential):
    """A layer that computes relu(inner(x) + shortcut(x)).

    Sequential gives it params(), grads(), buffers(), set_params(), train() and eval(), which reach both parts.
    """

    def __init__(self, inner: Sequential, shortcut: Sequential) -> None:
        """Keep the two parts as the layers "inner" and "shortcut"; a Sequential([]) gives back what it gets."""
        super().__init__([("inner", inner), ("shortcut", shortcut)])

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Give relu(inner(x) + shortcut(x)); ValueError if the two differ in shape."""
        total = _added(self.layers["inner"].forward(x), self.layers["shortcut"].forward(x))
        self.cache = total > 0
        out: np.ndarray = np.maximum(total, 0)
        return out

    def backward(self, dout: np.ndarray) -> np.ndarray:
        """Give dx; the layers of both parts keep the gradients of their own."""
        dtotal = dout * self.cache
        dx: np.ndarray = self.layers["inner"].backward(dtotal) + self.layers["shortcut"].backward(dtotal)
        return dx


def build_resnet(
    blocks: Sequence[int], width: int, num_classes: int, residual: bool = True, batchnorm: bool = True, seed: int = 0
) -> Sequential:
    """Build a residual network of basic blocks for images (N, 1, H, W).

        stem      3x3 convolution, 1 -> width channels, stride 1, padding 1; relu
        stage i   blocks[i] basic blocks of width * 2**i channels, i = 0, 1, ...; the first block of every stage
                  but the first has stride 2
        head      global average pooling, then a linear layer to num_classes plain scores: no softmax

    The shortcut is the identity; where a block changes the channels or has stride 2, it is a 1x1 convolution with
    that stride. No convolution has a bias; the linear layer has one.

    blocks       how many blocks each stage has, such as [2, 2]
    residual     False leaves out all shortcuts, projections included, and nothing else
    batchnorm    True puts a batch normalisation after each convolution, projections included, before relu or
                 the addition
    seed         decides the weights: the same seed gives the same network, another seed another one
    returns      a network with forward(x) -> scores (N, num_classes), backward(dout) -> dx, params(), grads(),
                 set_params(dict), train() and eval(), such as a Sequential. params() are in forward order, as
                 x meets them; in a block, first those of its two convolutions, then the projection's
    """
    rng = np.random.default_rng(seed)

    def convolution(name: str, C: int, F: int, kernel: int, stride: int) -> list[tuple[str, Any]]:
        conv = Conv2d(C, F, kernel, rng, stride, kernel // 2, bias=False, gain=2.0)
        return [(name, conv), (f"{name}_bn", BatchNorm2d(F))] if batchnorm else [(name, conv)]

    layers: list[tuple[str, Any]] = [*convolution("stem", 1, width, 3, 1), ("stem_relu", ReLU())]
    C = width
    for stage, count in enumerate(blocks):
        F = width * 2**stage
        for number in range(count):
            stride = 2 if stage > 0 and number == 0 else 1
            inner = [
                *convolution("conv1", C, F, 3, stride),
                ("relu", ReLU()),
                *convolution("conv2", F, F, 3, 1),
            ]
            name = f"stage{stage}_block{number}"
            if residual:
                projected = stride > 1 or C != F
                shortcut = convolution("proj", C, F, 1, stride) if projected else []
                layers.append((name, ResidualBlock(Sequential(inner), Sequential(shortcut))))
            else:
                layers.append((name, Sequential([*inner, ("relu2", ReLU())])))
            C = F
    layers += [("pool", GlobalAvgPool2d()), ("flatten", Flatten()), ("scores", Linear(C, num_classes, rng))]
    return Sequential(layers)


def bottleneck_forward(
    x: np.ndarray,
    w1: np.ndarray,
    w2: np.ndarray,
    w3: np.ndarray,
    w_proj: np.ndarray | None = None,
    stride: int = 1,
) -> tuple[np.ndarray, "Cache"]:
    """Compute a bottleneck block: to few channels, a 3x3 convolution there, and back to many, with a shortcut.

        first  = relu(conv(x, w1))             1x1, padding 0, stride 1
        second = relu(conv(first, w2))         3x3, padding 1, with the stride
        inner  = conv(second, w3)              1x1, padding 0, stride 1
        out    = relu(inner + shortcut)        He et al. 2016, figure 5

    The shortcut is x itself, or conv(x, w_proj), 1x1 with padding 0 and the stride. No convolution has a bias.

    x        (N, C, H, W)  float32 or float64
    w1       (M, C, 1, 1); w2 (M, M, 3, 3); w3 (F, M, 1, 1)
    w_proj   (F, C, 1, 1), or None: the shortcut is x itself
    stride   of w2 and of w_proj
    returns  out (N, F, OH, OW) with OH = floor((H - 1) / stride) + 1, and a cache of your own making for
             bottleneck_backward; no argument is changed
    raises   ValueError as residual_forward does
    """
    first, cache1 = conv_forward(x, w1, _no_bias(w1), 1, 0)
    second, cache2 = conv_forward(np.maximum(first, 0), w2, _no_bias(w2), stride, 1)
    inner, cache3 = conv_forward(np.maximum(second, 0), w3, _no_bias(w3), 1, 0)
    shortcut, cache_proj = _shortcut(x, w_proj, stride)
    total = _added(inner, shortcut)
    return np.maximum(total, 0), (cache1, first > 0, cache2, second > 0, cache3, cache_proj, total > 0)


def bottleneck_backward(
    dout: np.ndarray, cache: "Cache"
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray | None]:
    """Carry the gradient of the loss back through a bottleneck block.

    The gradient of relu at 0 is 0.

    dout     (N, F, OH, OW)  dL/dout, the gradient that arrives from above
    cache    what bottleneck_forward returned
    returns  dx (N, C, H, W), dw1 (M, C, 1, 1), dw2 (M, M, 3, 3), dw3 (F, M, 1, 1), and dw_proj (F, C, 1, 1), which
             is None if there is no projection; no argument is changed
    """
    cache1, first_positive, cache2, second_positive, cache3, cache_proj, total_positive = cache
    dtotal = dout * total_positive
    dsecond, dw3, _ = conv_backward(dtotal, cache3)
    dfirst, dw2, _ = conv_backward(dsecond * second_positive, cache2)
    dx, dw1, _ = conv_backward(dfirst * first_positive, cache1)
    dshortcut, dw_proj = _shortcut_backward(dtotal, cache_proj)
    return dx + dshortcut, dw1, dw2, dw3, dw_proj


def _no_bias(w: np.ndarray) -> np.ndarray:
    """Give the bias that changes nothing, (F,), for kernels w (F, C, KH, KW)."""
    return np.zeros(len(w), w.dtype)


def _shortcut(x: np.ndarray, w_proj: np.ndarray | None, stride: int) -> tuple[np.ndarray, Any]:
    """Give what goes around the convolutions: x itself, or its projection; and what its backward needs."""
    if w_proj is None:
        return x, None
    return conv_forward(x, w_proj, _no_bias(w_proj), stride, 0)


def _shortcut_backward(dtotal: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray | None]:
    """Give dx of the shortcut alone, and dw_proj."""
    if cache is None:
        return dtotal, None
    dx, dw_proj, _ = conv_backward(dtotal, cache)
    return dx, dw_proj


def _added(inner: np.ndarray, shortcut: np.ndarray) -> np.ndarray:
    """Add two arrays of one shape; ValueError for two shapes, which NumPy might stretch to fit."""
    if inner.shape != shortcut.shape:
        raise ValueError(
            f"the convolutions give {inner.shape}, the shortcut {shortcut.shape}: is a projection missing?"
        )
    total: np.ndarray = inner + shortcut
    return total
