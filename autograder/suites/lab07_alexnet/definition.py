"""AlexNet as defined, in the plainest code: what answers are compared with.

Krizhevsky, Sutskever & Hinton (2012), section 3. Images are (N, C, H, W); a row of a network's table is
(name, kind, channels, kernel, stride, padding, activation). Arrays are computed in float64 and given the dtype of x.
"""

from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]
Row = tuple[Any, ...]

RELU = "relu"
ALEXNET: tuple[Row, ...] = (
    ("CONV1", "conv", 96, 11, 4, 0, RELU),
    ("POOL1", "max_pool", None, 3, 2, None, None),
    ("NORM1", "norm", None, None, None, None, None),
    ("CONV2", "conv", 256, 5, 1, 2, RELU),
    ("POOL2", "max_pool", None, 3, 2, None, None),
    ("NORM2", "norm", None, None, None, None, None),
    ("CONV3", "conv", 384, 3, 1, 1, RELU),
    ("CONV4", "conv", 384, 3, 1, 1, RELU),
    ("CONV5", "conv", 256, 3, 1, 1, RELU),
    ("POOL3", "max_pool", None, 3, 2, None, None),
    ("FC6", "linear", 4096, None, None, None, RELU),
    ("FC7", "linear", 4096, None, None, None, RELU),
    ("FC8", "linear", 1000, None, None, None, None),
)


def window(channel: int, channels: int, size: int) -> list[int]:
    """The channels that a channel's sum runs over: itself and size // 2 on either side, as far as there are any."""
    return [other for other in range(channels) if abs(other - channel) <= size // 2]


@oracle
def normalised(x: Array, size: int, alpha: float, beta: float, k: float) -> Array:
    """out[c] = x[c] / (k + alpha * sum of x[j]^2 over the window of c)^beta, at every pixel of every image."""
    wide = x.astype(np.float64)
    out = np.empty(x.shape)
    for c in range(x.shape[1]):
        energy = sum(wide[:, j] ** 2 for j in window(c, x.shape[1], size))
        out[:, c] = wide[:, c] / (k + alpha * energy) ** beta
    return out.astype(x.dtype)


def starts(size: int, kernel: int, stride: int) -> list[int]:
    """Where windows begin along an axis: every `stride` pixels, as long as the whole window fits."""
    return [start for start in range(0, size, stride) if start + kernel <= size]


@oracle
def costs(rows: list[Row], input_shape: tuple[int, ...]) -> list[Row]:
    """(name, output shape, parameters, multiply-adds, receptive field) of every row, counted window by window."""
    trace = []
    shape = tuple(input_shape)
    seen: list[tuple[int, int]] = []  # kernel and stride of what stands between the image and here
    for name, kind, channels, kernel, stride, padding, _ in rows:
        inputs = 1
        for length in shape:
            inputs *= length
        weights = biases = windows = 0
        if kind == "linear":
            weights, biases, windows = channels * inputs, channels, 1
            seen.append((max(shape[1:], default=1), 1))  # a kernel as large as the map
            shape = (channels,)
        elif kind != "norm":
            C, H, W = shape
            around = 2 * padding if kind == "conv" else 0
            tops, lefts = starts(H + around, kernel, stride), starts(W + around, kernel, stride)
            if kind == "conv":
                weights, biases, windows = channels * C * kernel * kernel, channels, len(tops) * len(lefts)
            seen.append((kernel, stride))
            shape = (channels if kind == "conv" else C, len(tops), len(lefts))
        trace.append((name, shape, weights + biases, weights * windows, field(seen)))
    return trace


def field(seen: list[tuple[int, int]]) -> int:
    """How many input pixels one output sees, followed from the output back: its first and its last pixel."""
    first = last = 0
    for kernel, stride in reversed(seen):
        first, last = first * stride, last * stride + kernel - 1
    return last - first + 1


def narrowed(width: float, num_classes: int) -> tuple[Row, ...]:
    """The table at a width: at least one channel or unit in each row, and num_classes scores whatever the width."""
    rows = [(*row[:2], row[2] and max(1, int(np.rint(width * row[2]))), *row[3:]) for row in ALEXNET]
    last = rows.pop()
    return (*rows, (*last[:2], num_classes, *last[3:]))


def norm(x: Array) -> Array:
    """Local response normalisation with AlexNet's numbers, also of complex arrays: no absolute values, no rounding."""
    squares = [x[:, j] ** 2 for j in range(x.shape[1])]
    s = [2 + 1e-4 * sum(squares[j] for j in window(c, len(squares), 5)) for c in range(len(squares))]
    return x / np.stack(s, axis=1) ** 0.75
