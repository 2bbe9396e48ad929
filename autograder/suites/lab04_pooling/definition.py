"""Pooling and the arithmetic of convolutions as defined, in the plainest code: what answers are compared with.

Dumoulin & Visin (2016), sections 3 and 5. Images are (N, C, H, W), kernels of convolutions (F, C, KH, KW). A window
stands wherever it fits, `stride` pixels from the one before. Arrays are computed in float64 and given the dtype of x.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]
Kernel = int | tuple[int, int]
Corners = list[tuple[int, int, int, int]]


def pair(kernel: Kernel) -> tuple[int, int]:
    """Height and width of a kernel; a number alone is both."""
    return (kernel, kernel) if isinstance(kernel, int) else kernel


def starts(size: int, kernel: int, stride: int) -> list[int]:
    """Where windows begin along an axis: every `stride` pixels, as long as the whole window fits."""
    return [start for start in range(0, size, stride) if start + kernel <= size]


def windows(x: Array, kernel: Kernel, stride: int) -> Corners:
    """(row, column, top, left) of every window on x: its place in out, and its first pixel."""
    KH, KW = pair(kernel)
    tops, lefts = starts(x.shape[2], KH, stride), starts(x.shape[3], KW, stride)
    return [(i, j, top, left) for i, top in enumerate(tops) for j, left in enumerate(lefts)]


def out_shape(x: Array, kernel: Kernel, stride: int) -> tuple[int, int, int, int]:
    """(N, C, OH, OW), counted window by window."""
    KH, KW = pair(kernel)
    N, C, H, W = x.shape
    return N, C, len(starts(H, KH, stride)), len(starts(W, KW, stride))


def pooled(x: Array, kernel: Kernel, stride: int, reduce: Callable[..., Any]) -> Array:
    """One number for each window of each channel."""
    KH, KW = pair(kernel)
    out = np.zeros(out_shape(x, kernel, stride))
    for i, j, top, left in windows(x, kernel, stride):
        out[:, :, i, j] = reduce(x[:, :, top : top + KH, left : left + KW].astype(np.float64), axis=(2, 3))
    return out.astype(x.dtype)


@oracle
def max_pool(x: Array, kernel: Kernel, stride: int) -> Array:
    """out = the largest value of each window."""
    return pooled(x, kernel, stride, np.max)


@oracle
def avg_pool(x: Array, kernel: Kernel, stride: int) -> Array:
    """out = the sum of each window, divided by KH * KW."""
    return pooled(x, kernel, stride, np.mean)


@oracle
def global_avg_pool(x: Array) -> Array:
    """out (N, C, 1, 1) = the mean of each channel of each image."""
    N, C, H, W = x.shape
    out: Array = (x.astype(np.float64).sum(axis=(2, 3)) / (H * W)).reshape(N, C, 1, 1).astype(x.dtype)
    return out


@oracle
def never_the_largest(x: Array, kernel: Kernel, stride: int) -> Array:
    """True where a pixel is smaller than another one of every window that sees it, or is seen by none."""
    KH, KW = pair(kernel)
    never = np.full(x.shape, True)
    for _, _, top, left in windows(x, kernel, stride):
        seen = x[:, :, top : top + KH, left : left + KW]
        never[:, :, top : top + KH, left : left + KW] &= seen < seen.max(axis=(2, 3), keepdims=True)
    return never


@oracle
def unseen(x: Array, kernel: Kernel, stride: int) -> Array:
    """True where no window sees a pixel."""
    KH, KW = pair(kernel)
    dark = np.full(x.shape, True)
    for _, _, top, left in windows(x, kernel, stride):
        dark[:, :, top : top + KH, left : left + KW] = False
    return dark


@oracle
def cost(input_shape: tuple[int, int, int], filters: int, kernel: Kernel, stride: int, padding: int) -> tuple[int, int]:
    """Parameters and multiply-adds of a convolution on one image, counted window by window."""
    C, H, W = input_shape
    KH, KW = pair(kernel)
    places = [(i, j) for i in starts(H + 2 * padding, KH, stride) for j in starts(W + 2 * padding, KW, stride)]
    weights_of_a_filter = C * KH * KW
    return filters * (weights_of_a_filter + 1), sum(filters * weights_of_a_filter for _ in places)


@oracle
def field(layers: list[tuple[int, int]]) -> int:
    """How many input pixels one output sees, followed from the output back: its first and its last pixel."""
    first = last = 0
    for kernel, stride in reversed(layers):
        first, last = first * stride, last * stride + kernel - 1
    return last - first + 1


@oracle
def correlated(x: Array, w: Array) -> Array:
    """out[n, f, i, j] = sum over c, k, l of x[n, c, i + k, j + l] w[f, c, k, l]: padding 0, stride 1, no bias."""
    KH, KW = w.shape[2:]
    N, _, H, W = x.shape
    out = np.zeros((N, len(w), H - KH + 1, W - KW + 1))
    for i in range(H - KH + 1):
        for j in range(W - KW + 1):
            out[:, :, i, j] = np.tensordot(x[:, :, i : i + KH, j : j + KW].astype(np.float64), w, ((1, 2, 3),) * 2)
    return out


@oracle
def composed(w1: Array, w2: Array) -> Array:
    """w[g, c, a, b] = sum over f, k, l of w2[g, f, k, l] w1[f, c, a - k, b - l]: a full convolution of the two."""
    (_, C, KH1, KW1), (F2, _, KH2, KW2) = w1.shape, w2.shape
    w = np.zeros((F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1))
    for a in range(KH1 + KH2 - 1):
        for b in range(KW1 + KW2 - 1):
            for k in range(max(0, a - KH1 + 1), min(KH2, a + 1)):
                for m in range(max(0, b - KW1 + 1), min(KW2, b + 1)):
                    w[:, :, a, b] += w2[:, :, k, m].astype(np.float64) @ w1[:, :, a - k, b - m]
    return w.astype(w1.dtype)
