"""Windows as a view of the padded channels; the cache is an object; the receptive field from the last row back."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Kept:
    """What backward needs."""


def local_response_norm_forward(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if size <= 0 or size % 2 == 0:
        raise ValueError(f"{size} is no odd number of channels")
    kept = Kept()
    kept.x, kept.reach, kept.alpha, kept.beta = x.copy(), size // 2, alpha, beta
    kept.pad = ((0, 0), (kept.reach, kept.reach), (0, 0), (0, 0))
    kept.size = size
    squares = sliding_window_view(np.pad(x * x, kept.pad), size, axis=1)
    kept.s = k + alpha * squares.sum(axis=-1)
    return np.divide(x, kept.s**beta), kept


def local_response_norm_backward(dout, cache):
    part = dout * cache.x * cache.s ** (-cache.beta - 1)
    around = sliding_window_view(np.pad(part, cache.pad), cache.size, axis=1).sum(axis=-1)
    return dout * cache.s**-cache.beta - 2 * cache.alpha * cache.beta * cache.x * around


def alexnet_rows():
    table = """
        CONV1 conv      96 11 4 0 relu
        POOL1 max_pool   -  3 2 - -
        NORM1 norm       -  - - - -
        CONV2 conv     256  5 1 2 relu
        POOL2 max_pool   -  3 2 - -
        NORM2 norm       -  - - - -
        CONV3 conv     384  3 1 1 relu
        CONV4 conv     384  3 1 1 relu
        CONV5 conv     256  3 1 1 relu
        POOL3 max_pool   -  3 2 - -
        FC6   linear  4096  - - - relu
        FC7   linear  4096  - - - relu
        FC8   linear  1000  - - - -
    """
    entries = [line.split() for line in table.split("\n") if line.strip()]
    read = lambda word: None if word == "-" else int(word) if word.isdigit() else word  # noqa: E731
    return [tuple(read(word) for word in row) for row in entries]


def cost_trace(rows, input_shape):
    trace, chain = [], []
    shape = np.array(input_shape)
    for name, kind, channels, kernel, stride, padding, _ in rows:
        counts = np.zeros(2, np.int64)
        if kind == "linear":
            chain.append((max(shape[1:], default=1), 1))
            weights = shape.prod() * channels
            counts += (weights + channels, weights)
            shape = np.array([channels])
        elif kind in ("conv", "avg_pool", "max_pool"):
            sizes = shape[1:] + 2 * (padding or 0) - kernel
            if sizes.min() < 0:
                raise ValueError(f"{name}: kernel {kernel} on {shape}")
            sizes = sizes // stride + 1
            if kind == "conv":
                weights = channels * shape[0] * kernel**2
                counts += (weights + channels, weights * sizes.prod())
            chain.append((kernel, stride))
            shape = np.array([channels or shape[0], *sizes])
        field = 1
        for width, step in reversed(chain):
            field = (field - 1) * step + width
        trace.append((name, tuple(shape), counts[0], counts[1], field))
    return trace
