"""Tables and loss curves to try lab 6 on: no two lengths of a table are equal by accident, images are not square."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.suites.lab06_lenet.definition import ACTIVATIONS, Row, Shape, places, stopping
from autograder.testkit import Case, seeds

CHANNELS = (2, 3, 5, 7, 11)
NAMES = ("IN", "FIRST", "Q", "block 3", "wide", "LAST")


def fits(shape: Shape, kernel: int, stride: int, padding: int) -> Shape | None:
    """Output height and width, or None where the kernel is too large."""
    sizes = tuple(places(size, kernel, stride, padding) for size in shape[1:])
    return sizes if min(sizes) > 0 else None


@st.composite
def tables(
    draw: st.DrawFn,
    /,
    kinds: Sequence[str] = ("conv", "max_pool", "conv", "avg_pool", "conv", "linear", "linear"),
    kernels: Sequence[int] = (1, 2, 3, 4, 5),
    strides: Sequence[int] = (1, 2, 3),
    paddings: Sequence[int] = (0, 1, 2, 3),
    sides: tuple[int, int] = (18, 40),
    uneven: bool = False,
) -> Case:
    """Rows of these kinds and an input shape (C, H, W) on which every kernel fits, H != W.

    uneven  every stride leaves a rest: the kernel's last place is not the end of the padded input
    """
    rng = np.random.default_rng(draw(seeds()))
    while True:
        H, W = (int(side) for side in rng.integers(*sides, size=2))
        shape: Shape = (int(rng.integers(1, 5)), H, W)
        case = _table(rng, kinds, shape, (kernels, strides, paddings), uneven) if H != W else None
        if case is not None:
            return case


def _table(
    rng: np.random.Generator, kinds: Sequence[str], image: Shape, choices: Sequence[Sequence[int]], uneven: bool
) -> Case | None:
    rows: list[Row] = []
    shape = image
    for number, kind in enumerate(kinds):
        channels, activation = int(rng.choice(CHANNELS)), (*ACTIVATIONS, None)[rng.integers(3)]
        name = f"{NAMES[rng.integers(len(NAMES))]} {number + 1}"
        if kind == "linear":
            rows.append((name, kind, channels + 4, None, None, None, activation))
            continue
        kernel, stride, padding = (int(rng.choice(choice)) for choice in choices)
        padding = padding if kind == "conv" else 0
        sizes = fits(shape, kernel, stride, padding)
        left = [(size + 2 * padding - kernel) % stride for size in shape[1:]]
        if sizes is None or padding >= max(kernel, 2) or (uneven and not all(left)):
            return None
        rows.append(
            (name, kind, channels, kernel, stride, padding, activation)
            if kind == "conv"
            else (name, kind, None, kernel, stride, None, activation)
        )
        shape = (channels if kind == "conv" else shape[0], *sizes)
    return Case(rows=tuple(rows), image=image)


@st.composite
def impossible(draw: st.DrawFn, /) -> Case:
    """A table with a kernel that is one larger than its padded input, in height or width or both, in some row."""
    kind = draw(st.sampled_from(("conv", "max_pool", "avg_pool")))
    before = draw(tables(kinds=("conv", "max_pool")[: draw(st.integers(0, 2))], sides=(9, 16)))
    shape = before.image
    for _, _, channels, kernel, stride, padding, _ in before.rows:
        sizes = fits(shape, kernel, stride, padding or 0)
        assert sizes is not None
        shape = (channels or shape[0], *sizes)
    padding = draw(st.integers(0, 2)) if kind == "conv" else None
    kernel = min(shape[1:]) + 2 * (padding or 0) + 1
    row = ("HERE", kind, 4 if kind == "conv" else None, kernel, draw(st.integers(1, 2)), padding, None)
    after = ("BEHIND", "linear", 3, None, None, None, None)
    return Case(rows=(*before.rows, row, after), image=before.image)


@st.composite
def curves(draw: st.DrawFn, /, wanted: Callable[[list[float], int], bool], patience: tuple[int, int] = (1, 5)) -> Case:
    """Losses and a patience for which `wanted(losses, patience)` holds; some are huge, some below 0, some integers."""
    rng = np.random.default_rng(draw(seeds()))
    scale, shift = draw(st.sampled_from(((1.0, 0.5), (1e6, 1e7), (3.0, -40.0), (1e-4, 2.3))))
    while True:
        waits = int(rng.integers(patience[0], patience[1] + 1))
        steps = rng.normal(-0.3, 1.0, size=int(rng.integers(4, 16)))
        losses = [float(loss) for loss in scale * np.round(np.cumsum(steps), 1) + shift]
        if stopping(tuple(losses), waits)[1] > 0 and wanted(losses, waits):
            return Case(losses=losses, patience=waits)


def stops(losses: Sequence[float], patience: int) -> bool:
    """Whether training stops early, and not as soon as it can."""
    stop, best = stopping(tuple(losses), patience)
    return patience < stop < len(losses) - 2 and best > 0


def facts(losses: Sequence[float], patience: int) -> dict[str, Any]:
    """What a curve has that a wrong rule would take another way."""
    stop, best = stopping(tuple(losses), patience)
    seen = losses[: stop + 1]
    return {
        "stop": stop,
        "best": best,
        "ends": stop == len(losses) - 1 and stop - best < patience,
        "tie": losses[best] in seen[best + 1 :],
        "lower later": min(losses) < losses[best],
        "falls without improving": any(
            seen[i] < seen[i - 1] and seen[i] >= min(seen[:i]) for i in range(best + 2, len(seen))
        ),
    }
