"""Residual blocks as defined, in the plainest code: the oracle that answers are compared with.

He, Zhang, Ren & Sun (2016), "Deep Residual Learning for Image Recognition". A block is out = relu(F(x) + shortcut(x)):
F are convolutions with relu between them, figure 2 with two of 3x3, figure 5 with 1x1, 3x3, 1x1. Everything is
computed in float64 and given the dtype of x.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.testkit import oracle

Array = np.ndarray[Any, Any]
WEIGHTS = {"basic": ("w1", "w2"), "bottleneck": ("w1", "w2", "w3")}


def conv(x: Array, w: Array, stride: int) -> Array:
    """A convolution without bias, padded by half the kernel; as the sum of what each place of the kernel sees."""
    N, _, H, W = x.shape
    K = w.shape[2]
    padding = K // 2
    xp = np.zeros((N, x.shape[1], H + 2 * padding, W + 2 * padding))
    xp[:, :, padding : padding + H, padding : padding + W] = x
    OH, OW = len(range(0, H, stride)), len(range(0, W, stride))
    out = np.zeros((N, len(w), OH, OW))
    for u, v in np.ndindex(K, K):
        seen = xp[:, :, u : u + stride * OH : stride, v : v + stride * OW : stride]
        out += np.einsum("ncij,fc->nfij", seen, np.asarray(w[:, :, u, v], np.float64))
    return out


def parts(case: Mapping[str, Any], on: list[Array] | None = None) -> list[Array]:
    """What goes into each relu of a block, the sum F + shortcut last; the stride is that of the first 3x3 kernel.

    on  where each relu lets through; by default where what goes in is above 0
    """
    weights = [case[name] for name in WEIGHTS[case["kind"]]]
    strided = next(number for number, w in enumerate(weights) if w.shape[2] == 3)
    given: list[Array] = []
    h: Array = np.asarray(case["x"], np.float64)
    for number, w in enumerate(weights):
        given.append(conv(h, w, case["stride"] if number == strided else 1))
        h = given[-1] * (given[-1] > 0 if on is None else on[number])
    shortcut = case["x"] if case["w_proj"] is None else conv(case["x"], case["w_proj"], case["stride"])
    given[-1] = given[-1] + shortcut
    return given


@oracle
def block(case: Mapping[str, Any]) -> Array:
    """out = relu(F(x) + shortcut(x))."""
    return np.maximum(parts(case)[-1], 0).astype(case["x"].dtype)


@oracle
def switches(case: Mapping[str, Any]) -> list[Array]:
    """Where each relu of the block lets through; the gradient of relu at 0 is 0."""
    return [given > 0 for given in parts(case)]


def held(case: Mapping[str, Any], **changes: Array) -> Array:
    """The block with some arguments changed, but every relu held as it is without the change.

    At the point itself it has the value and the gradients of the block, and no kinks around it.
    """
    on = switches(case)
    return parts({**case, **changes}, on)[-1] * on[-1]


def count(kind: str, in_channels: int, width: int, batchnorm: bool = False, projection: bool = False) -> int:
    """The parameters of a block, kernel by kernel: F * C * K * K, and gamma and beta of each where asked."""
    kernels = {
        "basic": [(width, in_channels, 3), (width, width, 3)],
        "bottleneck": [(width, in_channels, 1), (width, width, 3), (4 * width, width, 1)],
    }[kind]
    if projection:
        kernels.append((kernels[-1][0], in_channels, 1))
    total = 0
    for F, C, K in kernels:
        total += F * C * K * K
        if batchnorm:
            total += F + F
    return total
