"""What the layers of a network compute, in the plainest code: the oracle for networks that stand in a table.

Real or complex arrays, so that a derivative needs one evaluation: Im f(x + ihv) / h with a tiny h, exact to rounding
(Squire & Trapp 1998, "Using Complex Variables to Estimate Derivatives of Real Functions").
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Row = tuple[Any, ...]  # (name, kind, channels, kernel, stride, padding, activation)
STEP = 1e-20


def windows(x: Array, kernel: int, stride: int, padding: int = 0) -> Iterator[tuple[int, int, Array]]:
    """For each place (i, j) of a kernel, what all windows of x (N, C, H, W) have there: (N, C, OH, OW)."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = ((size - kernel) // stride + 1 for size in x.shape[2:])
    for i, j in np.ndindex(kernel, kernel):
        yield i, j, x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]


def convolve(x: Array, weight: Array, bias: Array | float = 0.0, stride: int = 1, padding: int = 0) -> Array:
    """out = bias + sum over c, i, j of window * weight; weight (F, C, K, K), bias (F,)."""
    out: Any = per_channel(bias)
    for i, j, under in windows(x, weight.shape[2], stride, padding):
        out = out + np.moveaxis(np.tensordot(under, weight[:, :, i, j], axes=(1, 1)), -1, 1)
    return np.asarray(out)


def max_pool(x: Array, kernel: int, stride: int) -> Array:
    """The largest value of each window, by the real part."""
    stack = np.stack([under for _, _, under in windows(x, kernel, stride)])
    return np.asarray(np.take_along_axis(stack, np.real(stack).argmax(axis=0)[None], axis=0)[0])


def avg_pool(x: Array, kernel: int, stride: int) -> Array:
    """The mean of each window."""
    return np.asarray(sum(under for _, _, under in windows(x, kernel, stride)) / kernel**2)


def batch_norm(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Array:
    """gamma (x - mean) / sqrt(var + eps) + beta, with the batch's mean and variance of each channel or column."""
    axes = (0, *range(2, x.ndim))
    centred = x - x.mean(axis=axes, keepdims=True)
    var = (centred**2).mean(axis=axes, keepdims=True)
    return np.asarray(per_channel(gamma, x.ndim) * centred / np.sqrt(var + eps) + per_channel(beta, x.ndim))


def per_channel(vector: Array | float, ndim: int = 4) -> Array:
    """A vector (C,) in the shape that broadcasts against (N, C, ...)."""
    return np.asarray(vector).reshape(1, -1, *(1,) * (ndim - 2))


def relu(x: Array) -> Array:
    """max(x, 0), by the real part."""
    return np.where(np.real(x) > 0, x, 0)


ACTIVATIONS: Mapping[str | None, Callable[[Array], Array]] = {None: np.array, "tanh": np.tanh, "relu": relu}


def run(
    rows: Sequence[Row],
    values: Sequence[Array],
    x: Array,
    batchnorm: bool = False,
    others: Mapping[str, Callable[[Array], Array]] | None = None,
) -> Array:
    """What a network of these rows gives for x, in training; `values` are the arrays of networks.slots_of(rows, ...).

    batchnorm  between each convolution or linear row and its activation; a row without activation has none
    others     what rows of further kinds compute, by kind
    """
    left = iter(values)
    for _, kind, _, kernel, stride, padding, activation in rows:
        if kind == "conv":
            x = convolve(x, next(left), next(left), stride, padding)
        elif kind == "linear":
            x = x.reshape(len(x), -1) @ next(left) + next(left)
        elif kind in ("max_pool", "avg_pool"):
            x = (max_pool if kind == "max_pool" else avg_pool)(x, kernel, stride)
        else:
            x = (others or {})[kind](x)
        if batchnorm and activation and kind in ("conv", "linear"):
            x = batch_norm(x, next(left), next(left))
        x = ACTIVATIONS[activation](x)
    return x


def slope(f: Callable[..., Array], dout: Array, point: Sequence[Array], direction: Mapping[int, Array]) -> float:
    """The derivative of sum(dout * f(*point)) along `direction`: an array for each argument that moves, by place."""
    moved = [value + 1j * STEP * direction[i] if i in direction else value for i, value in enumerate(point)]
    return float(np.sum(dout * f(*moved)).imag / STEP)
