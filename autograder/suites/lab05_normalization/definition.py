"""Normalisation as defined, in the plainest code: the oracles that answers are compared with.

A normalisation is told by its sets, the values that share a mean and a variance (Wu & He 2018, section 3.1). Everything
is computed in float64, set by set, and given the dtype of x.
"""

from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]
Index = tuple[int | slice, ...]


def sets_of(kind: str, shape: tuple[int, ...], groups: int = 0) -> list[Index]:
    """Where the sets lie in an array of this shape: one index each, in the order of the array."""
    every = slice(None)
    samples = range(shape[0])
    if kind == "batch":
        return [(every, c) for c in range(shape[1])]
    if kind == "layer":
        return [(n,) for n in samples]
    if kind == "instance":
        return [(n, c) for n in samples for c in range(shape[1])]
    size = shape[1] // groups
    return [(n, slice(g * size, (g + 1) * size)) for n in samples for g in range(groups)]


def rows(x: Array, kind: str, groups: int = 0) -> Array:
    """x with one set a row, in the order of the sets; float64."""
    if kind == "batch":
        x = np.moveaxis(x, 1, 0)
    sets = {"batch": len(x), "layer": len(x), "group": len(x) * groups, "instance": len(x) * x.shape[1]}
    return np.asarray(x, np.float64).reshape(sets[kind], -1)


def standardise(x: Array, kind: str, eps: float, groups: int = 0) -> Array:
    """x_hat = (x - mean) / sqrt(var + eps), with the mean and the variance of the set that a value is in; float64."""
    x_hat = np.empty(x.shape)
    for index in sets_of(kind, x.shape, groups):
        values = np.asarray(x[index], np.float64)
        mean = np.sum(values) / values.size
        var = np.sum((values - mean) ** 2) / values.size
        x_hat[index] = (values - mean) / np.sqrt(var + eps)
    return x_hat


def per_channel(vector: Array) -> Array:
    """A vector (C,) in float64, in the shape that broadcasts against (N, C, H, W)."""
    return np.asarray(vector, np.float64).reshape(1, -1, 1, 1)


@oracle
def normalise(x: Array, gamma: Array, beta: Array, eps: float, kind: str, groups: int = 0) -> Array:
    """out = gamma x_hat + beta; gamma and beta hold a number a channel, or one for each value if kind is "layer"."""
    if kind != "layer":
        gamma, beta = per_channel(gamma), per_channel(beta)
    out: Array = (gamma * standardise(x, kind, eps, groups) + beta).astype(x.dtype)
    return out


@oracle
def evaluate(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    """out = gamma x_hat + beta for batch norm in evaluation, where mean and var are the running values."""
    x_hat = (x - per_channel(running_mean)) / np.sqrt(per_channel(running_var) + eps)
    out: Array = (per_channel(gamma) * x_hat + per_channel(beta)).astype(x.dtype)
    return out


def moved(running: Array, batch: Array, momentum: float) -> Array:
    """running = momentum running + (1 - momentum) batch, in the dtype of running."""
    return (momentum * np.asarray(running, np.float64) + (1 - momentum) * batch).astype(running.dtype)


def moved_vars(running_var: Array, batches: tuple[Array, ...], momentum: float) -> tuple[Array, Array]:
    """running_var after each of `batches`, one row each: with the biased variance throughout, and with the unbiased."""
    histories = []
    for ddof in (0, 1):
        history = [running_var]
        for x in batches:
            history.append(moved(history[-1], rows(x, "batch").var(axis=1, ddof=ddof), momentum))
        histories.append(np.stack(history[1:]))
    return histories[0], histories[1]


def nearest(got: Array, candidates: tuple[Array, ...]) -> Array:
    """The candidate that `got` is meant to be, where several answers are right."""
    return min(candidates, key=lambda candidate: float(np.abs(got - candidate).max()))


@oracle
def convolve(x: Array, w: Array, b: Array, stride: int, padding: int) -> Array:
    """out[n, f, i, j] = b[f] + sum over c, h, w of a window of the padded x times w[f]; float64."""
    (N, _, H, W), (F, _, KH, KW) = x.shape, w.shape
    padded = np.pad(np.asarray(x, np.float64), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows_out, columns_out = (H + 2 * padding - KH) // stride + 1, (W + 2 * padding - KW) // stride + 1
    out: Array = np.zeros((N, F, rows_out, columns_out)) + per_channel(b)
    for h, k in np.ndindex(KH, KW):
        under = padded[:, :, h : h + stride * rows_out : stride, k : k + stride * columns_out : stride]
        out += np.einsum("ncij,fc->nfij", under, np.asarray(w[:, :, h, k], np.float64))
    return out


@oracle
def scale_and_shift(
    gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float
) -> tuple[Array, Array]:
    """What evaluation multiplies each channel by and then adds: out = scale x + shift; float64."""
    scale = np.asarray(gamma, np.float64) / np.sqrt(np.asarray(running_var, np.float64) + eps)
    return scale, beta - running_mean * scale
