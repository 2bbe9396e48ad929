"""Convolution as defined, in the plainest code: the oracle that answers are compared with.

What networks call a convolution is a cross-correlation, Goodfellow, Bengio & Courville (2016), equation 9.6; sizes
are those of Dumoulin & Visin (2016). x is (N, C, H, W), w (F, C, KH, KW), b (F,). Everything is computed in float64
and given the dtype of x.
"""

from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]


def places(size: int, kernel: int, stride: int, padding: int) -> range:
    """Where a kernel can start along an axis that is padded at both ends: 0, stride, 2 * stride, ..."""
    return range(0, size + 2 * padding - kernel + 1, stride)


def output_size(size: int, kernel: int, stride: int = 1, padding: int = 0) -> int:
    """How many places there are."""
    return len(places(size, kernel, stride, padding))


def padded(x: Array, padding: int) -> Array:
    """x in the middle of zeros, float64."""
    N, C, H, W = x.shape
    xp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    xp[:, :, padding : padding + H, padding : padding + W] = x
    return xp


@oracle
def conv(x: Array, w: Array, b: Array, stride: int = 1, padding: int = 0) -> Array:
    """out[n, f, i, j] = b[f] + sum over c, u, v of window[n, c, u, v] w[f, c, u, v], window by window."""
    KH, KW = w.shape[2:]
    xp, w = padded(x, padding), np.asarray(w, np.float64)
    rows = places(x.shape[2], KH, stride, padding)
    columns = places(x.shape[3], KW, stride, padding)
    out = np.empty((x.shape[0], w.shape[0], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            window = xp[:, :, top : top + KH, left : left + KW]
            out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", window, w) + b
    return out.astype(x.dtype)


@oracle
def covered(x: Array, w: Array, stride: int, padding: int) -> Array:
    """Which pixels of an image (H, W) lie under some window."""
    H, W = x.shape[2:]
    KH, KW = w.shape[2:]
    seen = np.zeros((H + 2 * padding, W + 2 * padding), bool)
    for top in places(H, KH, stride, padding):
        for left in places(W, KW, stride, padding):
            seen[top : top + KH, left : left + KW] = True
    return seen[padding : padding + H, padding : padding + W]


@oracle
def linear_over_pixels(x: Array, w: Array, b: Array) -> Array:
    """out[n, :, i, j] = w x[n, :, i, j] + b, pixel by pixel; w (F, C, 1, 1)."""
    N, _, H, W = x.shape
    out = np.empty((N, len(b), H, W))
    for n, i, j in np.ndindex(N, H, W):
        out[n, :, i, j] = np.asarray(w, np.float64)[:, :, 0, 0] @ x[n, :, i, j] + b
    return out.astype(x.dtype)
