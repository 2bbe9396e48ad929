"""Batches to try lab 2 on: sizes, hyper-parameters and a seed are drawn, arrays come from a NumPy generator.

Every column has a spread, a centre, a gamma, a beta and running values of its own, all of them far from 0 and 1 and
from the batch's own statistics, so that no mistake is hidden by a lucky number. Two regimes of eps keep claims apart:

- small eps: eps is below 1e-9 of every variance, so that a mistake with eps shows in no other claim
- large eps: eps is of the size of every variance, so that where eps stands decides the answer
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

MOMENTA = (0.8, 0.99, 0.25, 0.0)  # 0.5 cannot tell the two conventions apart, 1 changes nothing, 0.9 is the default
SMALL_EPS = (1e-8, 1e-9, 1e-10)
LARGE_EPS = (1e-1, 1e-3, 1e-4)
IMAGES = ((2, 4, 3, 5), (3, 2, 4, 1), (1, 4, 2, 3), (2, 5, 1, 4))


@st.composite
def tables(draw: st.DrawFn, /, rows: tuple[int, int] = (3, 7), **choices: Any) -> Case:
    """A batch of features (N, D): N in `rows`, D from 2 to 6 and never N; see `a_case` for the choices."""
    N = draw(st.integers(*rows))
    D = draw(st.sampled_from([D for D in (4, 2, 3, 5, 6) if D != N]))
    return draw(a_case((N, D), **choices))


@st.composite
def images(draw: st.DrawFn, /, **choices: Any) -> Case:
    """A batch of images (N, C, H, W), no two of C, H and W equal; see `a_case` for the choices."""
    return draw(a_case(draw(st.sampled_from(IMAGES)), **choices))


@st.composite
def a_case(
    draw: st.DrawFn,
    /,
    shape: tuple[int, ...],
    large_eps: bool = False,
    eps: tuple[float, ...] = (),
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """Batches x and x2 with gradients dout and dout2, gamma, beta, running_mean, running_var, momentum and eps."""
    chosen_eps = draw(st.sampled_from(eps or (LARGE_EPS if large_eps else SMALL_EPS)))
    momentum = draw(st.sampled_from(MOMENTA))
    rng = np.random.default_rng(draw(seeds()))
    D = shape[1]
    spread = np.sqrt(chosen_eps) * rng.uniform(0.5, 2, D) if large_eps else 10 ** rng.uniform(2.5, 3.5, D)
    centre = spread * away_from_zero(rng, D, 0.5, 3)
    x, x2 = (batch(rng, shape, spread * scale, centre) for scale in (1, rng.uniform(1.5, 3)))
    batches = {"x": x, "x2": x2, "dout": upstream(rng, x), "dout2": upstream(rng, x2)}
    vectors = {
        "gamma": away_from_zero(rng, D, 1.3, 2.5),
        "beta": away_from_zero(rng, D, 0.5, 2),
        "running_mean": centre + spread * away_from_zero(rng, D, 1, 3),
        "running_var": spread**2 * rng.uniform(2, 6, D),
    }
    case = {name: vector.astype(dtype) for name, vector in vectors.items()}
    for name, values in batches.items():
        # Scattered: column after column in memory, with gaps.
        case[name] = arrays(rng, shape[::-1], dtype, "strided").T if scattered else np.empty(shape, dtype)
        case[name][...] = values
    return Case(momentum=momentum, eps=chosen_eps, **case)


def away_from_zero(rng: np.random.Generator, size: int, low: float, high: float) -> Array:
    """Numbers whose size is between `low` and `high`, of either sign."""
    numbers: Array = rng.choice([-1.0, 1.0], size) * rng.uniform(low, high, size)
    return numbers


def batch(rng: np.random.Generator, shape: tuple[int, ...], spread: Array, centre: Array) -> Array:
    """Random values whose columns or channels have exactly this standard deviation and this mean."""
    x: Array = standardised(rng.normal(size=shape)) * per_feature(spread, shape) + per_feature(centre, shape)
    return x


def upstream(rng: np.random.Generator, x: Array) -> Array:
    """A gradient with a mean and with a part along x in every column, so that both paths of dx carry something."""
    D = x.shape[1]
    mean, along = away_from_zero(rng, D, 0.5, 1.5), away_from_zero(rng, D, 0.5, 1.5)
    dout: Array = rng.normal(size=x.shape) + per_feature(mean, x.shape) + per_feature(along, x.shape) * standardised(x)
    return dout


def standardised(x: Array) -> Array:
    """x with mean 0 and standard deviation 1 in every column or channel; a column of one value becomes 0."""
    axes = (0, *range(2, x.ndim))
    centred = x - x.mean(axes, keepdims=True)
    spread = centred.std(axes, keepdims=True)
    x_hat: Array = np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0)
    return x_hat


def per_feature(vector: Array, shape: tuple[int, ...]) -> Array:
    """A vector (D,) in the form that broadcasts along the second axis of `shape`."""
    column: Array = vector.reshape((1, -1) + (1,) * (len(shape) - 2))
    return column
