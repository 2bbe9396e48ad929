"""Images and kernels to try lab 3 on: sizes, stride, padding and a seed are drawn, arrays come from a NumPy generator.

No lucky numbers: H and W, the two sides of a kernel, the two sides of the output, and the numbers of channels in and
out are never equal; x has a centre away from 0, so that the zeros of the padding show; b is away from 0.
The choices of stride, padding and remainder keep mistakes apart, so that each costs the claims that it breaks only:

- stride 1 and padding 0: nothing but the sliding window
- stride 1 and padding 2 or 3: never 1, and never what keeps the size of the input on both axes
- stride 2 to 4 that fits exactly, or with pixels left over at the end of both axes: the size floors
"""

import itertools
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from autograder.suites.lab03_convolution.definition import output_size
from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

LONGEST = 11  # axis of an image
LARGEST = 5  # side of a kernel
MOST = 7  # places along an axis
PIXELS = 60  # of an image


class Axis(NamedTuple):
    """One axis of a convolution: the input's length, the kernel's, and the output's."""

    size: int
    kernel: int
    out: int


def axes(stride: int, padding: int, remainder: bool | None, least: int) -> list[Axis]:
    """Axes whose kernel and output have `least` elements, x one more; remainder: pixels of x are left over."""
    found = []
    for size, kernel in itertools.product(range(least + 1, LONGEST + 1), range(least, LARGEST + 1)):
        out = output_size(size, kernel, stride, padding)
        left_over = (size + 2 * padding - kernel) % stride
        # All of the padding may be left over, too: only what is more than that can be seen.
        fits = remainder is None or (left_over > padding if remainder else left_over == 0)
        if least <= out <= MOST and fits:
            found.append(Axis(size, kernel, out))
    return found


@cache
def geometries(
    strides: tuple[int, ...], paddings: tuple[int, ...], remainder: bool | None, least: int
) -> list[tuple[int, int, Axis, Axis]]:
    """Stride, padding and the two axes, which differ in all three lengths; small ones first."""
    found = [
        (stride, padding, rows, columns)
        for stride, padding in itertools.product(strides, paddings)
        for rows, columns in itertools.permutations(axes(stride, padding, remainder, least), 2)
        if not any(map(int.__eq__, rows, columns)) and rows.size * columns.size <= PIXELS
    ]
    return sorted(found, key=lambda geometry: geometry[2].size * geometry[3].size)


@st.composite
def images(
    draw: st.DrawFn,
    /,
    strides: tuple[int, ...] = (1,),
    paddings: tuple[int, ...] = (0,),
    remainder: bool | None = None,
    least: int = 2,
    batch: tuple[int, int] = (2, 5),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """Images x and x2 with kernels w and w2, bias b, upstream gradient dout, stride and padding."""
    stride, padding, rows, columns = draw(st.sampled_from(geometries(strides, paddings, remainder, least)))
    N = draw(st.integers(*batch))
    C, F = draw(st.sampled_from(CHANNELS))
    rng = np.random.default_rng(draw(seeds()))
    x_shape, w_shape = (N, C, rows.size, columns.size), (F, C, rows.kernel, columns.kernel)
    arrays_of_the_case = numbers(rng, x_shape, w_shape, (N, F, rows.out, columns.out), dtype, layout)
    return Case(stride=stride, padding=padding, **arrays_of_the_case)


def anything(**choices: Any) -> st.SearchStrategy[Case]:
    """Any stride and padding, with and without pixels left over, one sample or many, kernels and outputs of 1, too."""
    return images(strides=(2, 1, 3, 4), paddings=(2, 0, 1, 3), least=1, batch=(1, 7), **choices)


@st.composite
def pixels(draw: st.DrawFn, /, batch: tuple[int, int] = (1, 7), dtype: str = "float64", layout: str = "C") -> Case:
    """Images x and x2 with kernels w and w2 of one pixel, bias b, and upstream gradient dout."""
    N = draw(st.integers(*batch))
    H, W = draw(st.sampled_from(((2, 3), (4, 1), (3, 5), (1, 6), (5, 2))))
    C, F = draw(st.sampled_from(CHANNELS))
    rng = np.random.default_rng(draw(seeds()))
    return Case(**numbers(rng, (N, C, H, W), (F, C, 1, 1), (N, F, H, W), dtype, layout))


CHANNELS = ((2, 3), (4, 2), (5, 1), (2, 4), (4, 3))  # of x and of out


def numbers(
    rng: np.random.Generator,
    x: tuple[int, ...],
    w: tuple[int, ...],
    out: tuple[int, ...],
    dtype: str,
    layout: str,
) -> dict[str, Array]:
    """Arrays of these shapes."""
    return {
        "x": arrays(rng, x, dtype, layout, shift=away_from_zero(rng, (x[1], 1, 1))),
        "x2": arrays(rng, x, dtype, layout, shift=away_from_zero(rng, (x[1], 1, 1))),
        "w": arrays(rng, w, dtype, layout),
        "w2": arrays(rng, w, dtype, layout),
        "b": away_from_zero(rng, (w[0],)).astype(dtype),
        "dout": arrays(rng, out, dtype, layout, shift=away_from_zero(rng, (w[0], 1, 1))),
    }


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers between 0.5 and 2, of either sign."""
    values: Array = rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 2, shape)
    return values


@st.composite
def impossible(draw: st.DrawFn, /, what: str) -> Case:
    """A case in which the padding, the kernel or the number of channels cannot be; all else fits."""
    if what == "padding":
        return Case({**draw(images(least=3)), "padding": -1})  # so small a kernel would fit even then
    case = draw(images(strides=(1, 2), paddings=(2, 0, 3)))
    shape = list(case.w.shape)
    if what == "kernel":
        axis = draw(st.sampled_from((2, 3)))
        shape[axis] = case.x.shape[axis] + 2 * case.padding + draw(st.integers(1, 2))
        return Case({**case, "w": np.ones(shape)})
    if draw(st.booleans()):
        return Case({**case, "x": case.x[:, :1].copy()})  # 1 would broadcast
    return Case({**case, "w": case.w[:, :1].copy() if draw(st.booleans()) else np.repeat(case.w, 2, axis=1)})
