LAB = "lab08_resnet"
MISTAKES = [
    "multiplies dout by the mask in place and so changes the caller's array",
    "counts four numbers a channel for each batch normalisation, the running statistics included",
]

from solutions.lab08_resnet import *


def residual_backward(dout, cache):
    cache1, positive1, cache2, cache_proj, positive = cache
    dout *= positive
    back, dw2, _ = conv_backward(dout, cache2)
    back[~positive1] = 0
    dx, dw1, _ = conv_backward(back, cache1)
    if cache_proj is None:
        return dx + dout, dw1, dw2, None
    more, dw_proj, _ = conv_backward(dout, cache_proj)
    return dx + more, dw1, dw2, dw_proj


def block_parameters(kind, in_channels, width, batchnorm=False, projection=False):
    if kind not in ("basic", "bottleneck"):
        raise ValueError(kind)
    out = width if kind == "basic" else 4 * width
    if kind == "basic":
        count = 9 * in_channels * width + 9 * width * width
        maps = 2 * width
    else:
        count = in_channels * width + 9 * width**2 + width * out
        maps = 2 * width + out
    if projection:
        count += in_channels * out
        maps += out
    if batchnorm:
        count += 4 * maps
    return count
