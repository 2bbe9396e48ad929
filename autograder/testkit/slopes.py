"""Gradients of a whole network, compared row by row with derivatives of a trusted forward along random directions.

Each derivative is one evaluation with complex numbers, see plain_layers: exact, however close to a corner of ReLU.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.records import Table
from autograder.testkit.asserts import numeric, same_shape
from autograder.testkit.parameters import Slot
from autograder.testkit.plain_layers import Array, slope
from autograder.testkit.rows import RowsDiffer

Slopes = Sequence[tuple[str, tuple[tuple[dict[int, Array], float], ...]]]
RTOL = {"float64": 1e-7, "float32": 5e-3}
DIRECTIONS = 2
UNJUDGED = object()


def slopes_of(
    f: Callable[..., Array], slots: Sequence[Slot], values: Sequence[Array], x: Array, dout: Array, seed: int = 0
) -> Slopes:
    """Derivatives of sum(dout * f(*values, x)), for each row of the table and for x, along random directions.

    Vectors of one row and size move alike, as `draw` makes them alike: nobody has to know which is which.
    """
    rng = np.random.default_rng(seed)
    point = [np.asarray(value, np.float64) for value in (*values, x)]
    rows: dict[str, list[int]] = {}
    for i, slot in enumerate(slots):
        rows.setdefault(slot.row, []).append(i)
    found = []
    for row, places in (*rows.items(), ("x", [len(slots)])):
        told = []
        for _ in range(DIRECTIONS):
            alike: dict[Any, Array] = {}
            direction = {
                i: alike.setdefault(
                    slots[i] if row != "x" and point[i].ndim == 1 else i, rng.standard_normal(point[i].shape)
                )
                for i in places
            }
            told.append((direction, slope(f, dout, point, direction)))
        found.append((row, tuple(told)))
    return tuple(found)


def assert_slopes(
    gradients: Sequence[Array],
    slopes: Slopes,
    dout: Array,
    dx: Any = UNJUDGED,
    dtype: str = "float64",
    rtol: float | None = None,
) -> None:
    """Claim that the gradients fit the slopes; RowsDiffer names the row nearest to the output that does not.

    dx    the gradient of x, if it is to be judged, too
    rtol  where rounding is not the only thing that may differ
    """
    rtol = RTOL[dtype] if rtol is None else rtol
    arrays = list(gradients)
    if dx is UNJUDGED:
        slopes = slopes[:-1]
    else:
        arrays.append(numeric("dx", dx))
        same_shape("dx", arrays[-1], slopes[-1][1][0][0][len(gradients)].shape)
    rows, wrong = [], []
    for row, told in slopes:
        floor = rtol * max(abs(expected) for _, expected in told) + 1e-3 * rtol * float(np.abs(dout).sum())
        claims = [
            float(sum(np.sum(np.asarray(arrays[i], np.float64) * v) for i, v in direction.items()))
            for direction, _ in told
        ]
        off = [not abs(claim - expected) <= floor for claim, (_, expected) in zip(claims, told, strict=True)]
        shown = off.index(True) if True in off else 0
        rows.append((row, f"{told[shown][1]:.6g}", f"{claims[shown]:.6g}"))
        wrong.append(True in off)
    if True not in wrong:
        return
    backwards = sorted(range(len(rows)), key=lambda i: (rows[i][0] == "x", -i))  # as backward reaches them
    first = next(i for i in backwards if wrong[i])
    row, expected, claim = rows[first]
    what = "dx" if row == "x" else f"the gradient of {row}"
    table = Table(("layer", "slope: finite differences", "your code"), tuple(rows), first)
    raise RowsDiffer(
        f"{what} is wrong: along a random direction v, sum(gradient * v) is {claim}, finite differences give {expected}"
        f"{_behind([name for name, _, _ in rows[first + 1 :] if name != 'x'])}",
        table,
    )


def _behind(names: Sequence[str]) -> str:
    return f"; those behind it are right ({', '.join(names)})" if names else ""
