"""Inputs to try lab 1 on: sizes, hyper-parameters and a seed are drawn, arrays come from a NumPy generator.

No two sizes of a case are equal, so that no axis can stand for another; there are never three classes; steps are so
large that a difference to one side shows; learning rates and momenta are not the usual ones.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

CURVED = ("sum_of_cubes", "sum_of_sines", "log_sum_exp")
FUNCTIONS = (*CURVED, "sum_of_squares")
SHAPES = ((5,), (3, 4), (4, 2, 3), (7, 2), (2, 4, 3, 2), (8,), (6, 1), (2, 3, 5), (1, 5, 2), (3, 2, 1, 4))
LARGE_STEPS = (0.1, 0.25, 0.3)
CLASSES = (4, 2, 5, 7, 6)  # never 3, and never as many as samples
RATES = (0.3, 0.02, 1.5, 0.7)
MOMENTA = (0.8, 0.25, 0.99, 0.6)  # 0.9 is the usual one, 0 is a claim of its own


def shapes(axes: int, scattered: bool) -> st.SearchStrategy[tuple[int, ...]]:
    """A shape of at least `axes` axes; for scattered arrays two of them count, else their order in memory does not."""
    fit = [shape for shape in SHAPES if len(shape) >= axes and (not scattered or sum(n > 1 for n in shape) > 1)]
    return st.sampled_from(fit)


@st.composite
def points(
    draw: st.DrawFn,
    /,
    functions: tuple[str, ...] = FUNCTIONS,
    steps: tuple[float, ...] = LARGE_STEPS,
    axes: int = 1,
    scale: float = 1.0,
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """A function f by name, x of at least `axes` axes, and a step h; numbers of x are 0.5 to 2 times `scale`."""
    f, h = draw(st.sampled_from(functions)), draw(st.sampled_from(steps))
    shape = draw(shapes(axes, scattered))
    rng = np.random.default_rng(draw(seeds()))
    x = laid_out(rng, shape, dtype, scattered)
    x[...] = scale * away_from_zero(rng, shape)
    return Case(f=f, x=x, h=h)


@st.composite
def layers(
    draw: st.DrawFn,
    /,
    rows: tuple[int, int] = (2, 7),
    units: tuple[int, ...] = (3, 5, 2, 4, 6),
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """A linear layer: x and x2 (N, D), w (D, M), b (M,), dout and dout2 (N, M); no two sizes are equal."""
    N = draw(st.integers(*rows))
    D = draw(st.sampled_from([D for D in (4, 2, 3, 5, 6) if D != N]))
    M = draw(st.sampled_from([M for M in units if M not in (N, D)]))
    rng = np.random.default_rng(draw(seeds()))
    shapes = {"x": (N, D), "x2": (N, D), "w": (D, M), "dout": (N, M), "dout2": (N, M)}
    # Centres off 0: what is left out of a sum, or taken twice, must weigh.
    case = {name: laid_out(rng, shape, dtype, scattered, shift=0.7) for name, shape in shapes.items()}
    return Case(b=away_from_zero(rng, M).astype(dtype), **case)


@st.composite
def activations(
    draw: st.DrawFn, /, scale: float = 1.2, axes: int = 1, dtype: str = "float64", scattered: bool = False
) -> Case:
    """x and x2 of any shape of at least `axes` axes, with gradients dout; numbers of x are 0.5 to 2 times `scale`."""
    shape = draw(shapes(axes, scattered))
    rng = np.random.default_rng(draw(seeds()))
    case = {name: laid_out(rng, shape, dtype, scattered) for name in ("x", "x2", "dout")}
    for name, size in (("x", scale), ("x2", scale), ("dout", 1)):
        case[name][...] = size * away_from_zero(rng, shape)
    return Case(case)


@st.composite
def classifications(
    draw: st.DrawFn,
    /,
    rows: tuple[int, int] = (2, 7),
    offset: float = 0.0,
    spread: float = 2.0,
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """scores (N, C) whose rows lie `offset` up and down by turns, labels y (N,), and one constant per row.

    Labels differ from sample to sample as far as there are classes, and each class's scores have a centre of their own.
    """
    N = draw(st.integers(*rows))
    C = draw(st.sampled_from([C for C in CLASSES if C != N]))
    rng = np.random.default_rng(draw(seeds()))
    constants = away_from_zero(rng, (N, 1))
    scores = laid_out(rng, (N, C), dtype, scattered)
    scores[...] = spread * (rng.normal(size=(N, C)) + rng.normal(size=C))
    scores[::2] += offset
    scores[1::2] -= offset
    y = np.resize(rng.permutation(C), N)
    return Case(scores=scores, y=y, constants=constants.astype(dtype))


@st.composite
def hopeless(draw: st.DrawFn, /, behind: float = 10_000.0) -> Case:
    """A batch in which the right class of the first sample lies `behind` the others."""
    case = draw(classifications())
    scores = case.scores.copy()
    scores[0, case.y[0]] -= behind
    return Case({**case, "scores": scores})


@st.composite
def descents(
    draw: st.DrawFn,
    /,
    momenta: tuple[float, ...] = MOMENTA,
    axes: int = 1,
    dtype: str = "float64",
    scattered: bool = False,
) -> Case:
    """param and velocity of any shape, three gradients in turn, lr and momentum."""
    shape = draw(shapes(axes, scattered))
    lr, momentum = draw(st.sampled_from(RATES)), draw(st.sampled_from(momenta))
    rng = np.random.default_rng(draw(seeds()))
    param, velocity, *grads = (laid_out(rng, shape, dtype, scattered) for _ in range(5))
    for array in (param, velocity, *grads):
        array[...] = away_from_zero(rng, shape)
    return Case(param=param, velocity=velocity, grads=tuple(grads), lr=lr, momentum=momentum)


@st.composite
def deals(draw: st.DrawFn, /, last: str) -> Case:
    """num_samples, batch_size and two seeds; the last batch is "short", or "full", or all there is: "only"."""
    batch_size = draw(st.sampled_from((4, 3, 5, 7)))
    full = draw(st.sampled_from([full for full in (3, 4, 5, 6) if full != batch_size]))
    left = draw(st.integers(1, batch_size - 2)) if last == "short" else 0  # one less could be batches of even size
    seed = draw(st.integers(1, 2**31 - 1))  # 0 is a claim of its own
    num_samples = full * batch_size + left
    if last == "only":
        batch_size = num_samples + draw(st.integers(1, 9))
    return Case(num_samples=num_samples, batch_size=batch_size, seed=seed, other=seed + draw(st.integers(1, 99)))


def away_from_zero(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Array:
    """Numbers whose size is between 0.5 and 2, of either sign."""
    numbers: Array = rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 2, shape)
    return numbers


def laid_out(
    rng: np.random.Generator, shape: tuple[int, ...], dtype: str, scattered: bool, shift: float = 0.0
) -> Array:
    """Normal numbers around `shift`; scattered: the last axis first in memory, with gaps."""
    return (
        arrays(rng, shape[::-1], dtype, "strided", shift=shift).T
        if scattered
        else arrays(rng, shape, dtype, shift=shift)
    )
