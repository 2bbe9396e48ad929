"""Batch normalisation as defined, in the plainest code: the oracle that answers are compared with.

Ioffe & Szegedy (2015), algorithms 1 and 2. x is (N, D) with one mean and variance per column, or (N, C, H, W) with
one per channel (section 3.2); vectors are (D,) or (C,). Everything is computed in float64 and given the dtype of x.
"""

from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]


def axes(x: Array) -> tuple[int, ...]:
    """The axes that statistics run over: all but the second."""
    return tuple(axis for axis in range(x.ndim) if axis != 1)


def per_feature(vector: Array, x: Array) -> Array:
    """A vector (D,) in float64, in the shape that broadcasts along the second axis of x."""
    return np.asarray(vector, np.float64).reshape((1, -1) + (1,) * (x.ndim - 2))


def batch_mean(x: Array) -> Array:
    """mean = 1/m sum x, over the m values of each column or channel; float64."""
    mean: Array = np.asarray(x, np.float64).mean(axis=axes(x))
    return mean


def batch_var(x: Array, ddof: int = 0) -> Array:
    """var = 1/m sum (x - mean)^2, or 1/(m - 1) with ddof 1; float64."""
    var: Array = np.asarray(x, np.float64).var(axis=axes(x), ddof=ddof)
    return var


def normalise(x: Array, mean: Array, var: Array, eps: float) -> Array:
    """x_hat = (x - mean) / sqrt(var + eps), for whatever mean and var; float64."""
    return (x - per_feature(mean, x)) / np.sqrt(per_feature(var, x) + eps)


@oracle
def train(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    """out = gamma x_hat + beta, where mean and var are those of the batch, var divided by m."""
    x_hat = normalise(x, batch_mean(x), batch_var(x), eps)
    return (per_feature(gamma, x) * x_hat + per_feature(beta, x)).astype(x.dtype)


@oracle
def evaluate(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    """out = gamma x_hat + beta, where mean and var are the running values."""
    x_hat = normalise(x, running_mean, running_var, eps)
    return (per_feature(gamma, x) * x_hat + per_feature(beta, x)).astype(x.dtype)


def moved(running: Array, batch: Array, momentum: float) -> Array:
    """running = momentum running + (1 - momentum) batch, in the dtype of running."""
    return (momentum * np.asarray(running, np.float64) + (1 - momentum) * batch).astype(running.dtype)


def moved_vars(running_var: Array, batches: tuple[Array, ...], momentum: float) -> tuple[Array, Array]:
    """running_var after each of `batches`, one row each: with the biased variance throughout, and with the unbiased."""
    histories = []
    for ddof in (0, 1):
        history = [running_var]
        for x in batches:
            history.append(moved(history[-1], batch_var(x, ddof), momentum))
        histories.append(np.stack(history[1:]))
    return histories[0], histories[1]


def nearest(got: Array, candidates: tuple[Array, ...]) -> Array:
    """The candidate that `got` is meant to be, where several answers are right."""
    return min(candidates, key=lambda candidate: float(np.abs(got - candidate).max()))
