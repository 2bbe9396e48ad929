"""Tables, their shapes and when training stops, as defined and in the plainest code: what answers are compared with."""

from collections.abc import Sequence
from typing import Any

from autograder.testkit import oracle

Row = tuple[Any, ...]  # (name, kind, channels, kernel, stride, padding, activation)
Shape = tuple[int, ...]
IMAGE = (1, 32, 32)
POOLS = ("avg", "max")
ACTIVATIONS = ("tanh", "relu")
TRACE = ("layer", "output shape", "parameters")
PARAMETERS = 61706


def lenet5(pool: str = "avg", activation: str = "tanh") -> tuple[Row, ...]:
    """LeCun et al. (1998), figure 2, as the lab tells it: what is pooled, and what is applied, is a choice."""
    pooling = ("", f"{pool}_pool", None, 2, 2, None, activation)
    return (
        ("C1", "conv", 6, 5, 1, 0, activation),
        ("S2", *pooling[1:]),
        ("C3", "conv", 16, 5, 1, 0, activation),
        ("S4", *pooling[1:]),
        ("C5", "conv", 120, 5, 1, 0, activation),
        ("F6", "linear", 84, None, None, None, activation),
        ("OUTPUT", "linear", 10, None, None, None, None),
    )


def places(size: int, kernel: int, stride: int, padding: int) -> int:
    """How many places a kernel has along an axis: it starts at the padding and may not stick out."""
    return len(range(-padding, size + padding - kernel + 1, stride))


@oracle
def trace(rows: Sequence[Row], input_shape: Shape) -> list[tuple[str, Shape, int]]:
    """(name, output shape, parameters) of each row: weights are counted one by one, and a bias for each output."""
    told = []
    shape = input_shape
    for name, kind, channels, kernel, stride, padding, _ in rows:
        weights = 0
        if kind == "linear":
            values = 1
            for length in shape:
                values *= length
            shape, weights = (channels,), values * channels
        else:
            given, H, W = shape
            if kind == "conv":
                weights = sum(kernel * kernel for _ in range(given) for _ in range(channels))
                given = channels
            shape = (given, *(places(size, kernel, stride, padding or 0) for size in (H, W)))
        told.append((name, shape, weights + (channels if weights else 0)))
    return told


@oracle
def stopping(losses: Sequence[float], patience: int) -> tuple[int, int]:
    """Prechelt (1998): epochs without an improvement are counted, and training stops when they are `patience`."""
    waited = best = 0
    for epoch in range(len(losses)):
        improves = all(losses[epoch] < earlier for earlier in losses[:epoch])
        waited = 0 if improves else waited + 1
        best = epoch if improves else best
        if waited == patience:
            return epoch, best
    return len(losses) - 1, best
