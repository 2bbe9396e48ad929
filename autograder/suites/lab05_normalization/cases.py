"""Batches to try lab 5 on: sizes, hyper-parameters and a seed are drawn, arrays come from a NumPy generator.

Every channel of every image has a spread and a centre of its own, so that the statistics of one set are never those of
another, whichever way the sets are cut; no two lengths of a shape are equal, and gamma, beta and the running values are
far from 0, from 1 and from the batch's own statistics. Two regimes of eps keep claims apart:

- small eps: eps is below 1e-9 of every variance, so that a mistake with eps shows in no other claim
- large eps: eps is of the size of every variance, so that where eps stands decides the answer
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

MOMENTA = (0.8, 0.99, 0.25, 0.0)  # 0.5 cannot tell the two conventions apart, 1 changes nothing, 0.9 is the default
SMALL_EPS = (1e-8, 1e-9, 1e-10)
LARGE_EPS = (1e-1, 1e-3, 1e-4)
IMAGES = ((4, 3, 5), (5, 2, 4), (2, 5, 3), (6, 4, 1), (4, 1, 6))
TABLES = ((5,), (8,), (3, 4), (6, 2))
GROUPED = (((6, 2, 4), 3), ((8, 3, 2), 2), ((6, 5, 1), 2), ((8, 1, 3), 4), ((10, 3, 4), 2))  # (C, H, W), groups


@st.composite
def images(draw: st.DrawFn, /, batch: tuple[int, int] = (2, 7), **choices: Any) -> Case:
    """Images (N, C, H, W) with N in `batch`, and vectors (C,); see `a_case` for the choices."""
    shape = draw_shape(draw, IMAGES, batch)
    return draw(a_case(shape, vectors=shape[1:2], **choices))


@st.composite
def samples(draw: st.DrawFn, /, batch: tuple[int, int] = (1, 7), flat: bool = False, **choices: Any) -> Case:
    """Images, or with `flat` samples of one or two axes, for layer norm: gamma and beta have a sample's shape."""
    shape = draw_shape(draw, TABLES if flat else IMAGES, batch)
    return draw(a_case(shape, vectors=shape[1:], own_axes=1 if flat else 2, **choices))


@st.composite
def groups(draw: st.DrawFn, /, batch: tuple[int, int] = (1, 7), **choices: Any) -> Case:
    """Images whose channels fall into `groups` groups, neither 1 nor C nor as many as a group has channels."""
    shape, count = draw(st.sampled_from(GROUPED))
    case = draw(a_case(draw_shape(draw, (shape,), batch), vectors=shape[:1], **choices))
    return Case(groups=count, **case)


def draw_shape(draw: st.DrawFn, rest: Sequence[tuple[int, ...]], batch: tuple[int, int]) -> tuple[int, ...]:
    """(N, ...) with N in `batch` and different from all other lengths, where that can be."""
    N = draw(st.integers(*batch))
    others = [lengths for lengths in rest if N not in lengths] or rest
    return (N, *draw(st.sampled_from(others)))


@st.composite
def a_case(
    draw: st.DrawFn,
    /,
    shape: tuple[int, ...],
    vectors: tuple[int, ...],
    own_axes: int = 2,
    large_eps: bool = False,
    eps: tuple[float, ...] = (),
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """Batches x and x2 with a gradient dout, gamma and beta, running values of each channel, momentum and eps.

    The first `own_axes` axes of x have a centre and a spread of their own at every place.
    """
    chosen_eps = draw(st.sampled_from(eps or (LARGE_EPS if large_eps else SMALL_EPS)))
    momentum = draw(st.sampled_from(MOMENTA))
    rng = np.random.default_rng(draw(seeds()))
    scale = np.sqrt(chosen_eps) if large_eps else 10 ** rng.uniform(1, 1.5)
    own = shape[:own_axes] + (1,) * (len(shape) - own_axes)
    parts = standardised(rng.normal(size=shape), own_axes)
    x = scale * (rng.uniform(0.5, 2, own) * parts + away_from_zero(rng, own, 0.5, 3))
    x2 = scale * (rng.uniform(2, 3, own) * rng.normal(size=shape) + away_from_zero(rng, own, 0.5, 3))
    # A gradient with a mean and with a part along x, so that both paths of dx carry something.
    dout = rng.normal(size=shape) + rng.uniform(0.5, 1.5, own) + rng.uniform(0.5, 1.5, own) * standardised(x, 1)
    case = {
        "gamma": away_from_zero(rng, vectors, 1.3, 2.5),
        "beta": away_from_zero(rng, vectors, 0.5, 2),
        "running_mean": scale * away_from_zero(rng, shape[1:2], 1, 3),
        "running_var": scale**2 * rng.uniform(6, 12, shape[1:2]),
    }
    case = {name: vector.astype(dtype) for name, vector in case.items()}
    for name, values in {"x": x, "x2": x2, "dout": dout}.items():
        # Scattered: the last axis first in memory, with gaps.
        case[name] = arrays(rng, shape[::-1], dtype, "strided").T if scattered else np.empty(shape, dtype)
        case[name][...] = values
    return Case(momentum=momentum, eps=chosen_eps, **case)


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], low: float, high: float) -> Array:
    """Numbers whose size is between `low` and `high`, of either sign."""
    numbers: Array = rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)
    return numbers


def standardised(x: Array, own_axes: int) -> Array:
    """x with mean 0 and standard deviation 1 at every place of its first `own_axes` axes."""
    axes = tuple(range(own_axes, x.ndim))
    centred = x - x.mean(axes, keepdims=True)
    x_hat: Array = centred / centred.std(axes, keepdims=True)
    return x_hat


@st.composite
def convolutions(
    draw: st.DrawFn,
    /,
    before: bool = False,
    large_eps: bool = False,
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """A convolution w, b with batch norm of its input if `before`, else of its output; images x, stride, padding."""
    N, F, C, KH, KW, H, W = draw(st.sampled_from(CONVOLUTIONS))
    eps = draw(st.sampled_from(LARGE_EPS if large_eps else SMALL_EPS))
    stride, padding = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(seeds()))
    channels = C if before else F
    scale = np.sqrt(eps) if large_eps else 10 ** rng.uniform(1, 1.5)
    case = {
        "x": rng.normal(size=(N, C, H, W)) + away_from_zero(rng, (1, C, 1, 1), 0.5, 2),
        "b": away_from_zero(rng, (F,), 0.5, 2),
        "gamma": away_from_zero(rng, (channels,), 1.3, 2.5),
        "beta": away_from_zero(rng, (channels,), 0.5, 2),
        "running_mean": scale * away_from_zero(rng, (channels,), 0.5, 2),
        "running_var": scale**2 * rng.uniform(0.5, 4, channels),
    }
    case = {name: values.astype(dtype) for name, values in case.items()}
    shape = (F, C, KH, KW)
    case["w"] = arrays(rng, shape[::-1], dtype, "strided").T if scattered else np.empty(shape, dtype)
    case["w"][...] = away_from_zero(rng, shape, 0.3, 2)
    return Case(eps=eps, stride=stride, padding=padding, **case)


# N, F, C, KH, KW, H, W; as many filters as channels nowhere, kernels that are not square
CONVOLUTIONS = (
    (2, 4, 3, 1, 2, 5, 4),
    (1, 3, 5, 2, 3, 4, 5),
    (3, 2, 4, 3, 1, 3, 6),
    (2, 5, 2, 2, 1, 6, 3),
    (1, 6, 4, 1, 3, 2, 7),
)
