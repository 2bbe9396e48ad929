"""Blocks to try lab 8 on: sizes, channels, stride and a seed are drawn, arrays come from a NumPy generator.

No lucky numbers: H and W, and the channels that come in, that are inside and that go out where they may differ, are
never equal. No kinks and no idle relus: arrays are drawn again until every value that goes into a relu is away from 0
(so that rounding cannot switch it) and each relu lets through some values, but not all, of what it gets.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.suites.lab08_resnet.definition import WEIGHTS, parts
from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

IMAGES = {  # (H, W) by stride; an axis that the stride divides, and one with a remainder
    1: ((3, 4), (4, 2), (2, 5), (5, 3)),
    2: ((5, 4), (4, 7), (6, 3), (3, 5)),
    3: ((4, 6), (7, 5), (5, 8), (6, 4)),
}
CHANNELS = ((2, 3, 5), (3, 4, 2), (4, 2, 3), (5, 3, 4))  # in, inside (of a bottleneck), out
NEAR = 1e-3  # nothing that goes into a relu is nearer to 0
SHARES = (0.2, 0.8)  # of what a relu lets through


@st.composite
def blocks(
    draw: st.DrawFn,
    /,
    kind: str = "basic",
    projection: bool = True,
    same_channels: bool = False,
    strides: tuple[int, ...] = (1,),
    batch: tuple[int, int] = (1, 5),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """A block (kind, x, w1, w2, w3 of a bottleneck, w_proj or None, stride), another image x2, and dout.

    projection  False: w_proj is None, and the block gives as many channels as it gets
    """
    stride = draw(st.sampled_from(strides))
    H, W = draw(st.sampled_from(IMAGES[stride]))
    C, M, F = draw(st.sampled_from(CHANNELS))
    N = draw(st.integers(*batch))
    rng = np.random.default_rng(draw(seeds()))
    if same_channels or not projection:
        F = C
    shapes = {
        "x": (N, C, H, W),
        **dict(zip(WEIGHTS[kind], kernels(kind, C, M, F), strict=True)),
        "w_proj": (F, C, 1, 1) if projection else None,
    }
    while True:
        found = {name: drawn(rng, name, shape, dtype, layout) for name, shape in shapes.items()}
        case = Case(kind=kind, stride=stride, **found)
        if all(map(is_clear, parts(case))):
            break
    x2 = drawn(rng, "x", shapes["x"], dtype, layout)
    dout = arrays(rng, parts(case)[-1].shape, dtype, layout, shift=away_from_zero(rng, (F, 1, 1)))
    return Case(**case, x2=x2, dout=dout)


def bottlenecks(**choices: Any) -> st.SearchStrategy[Case]:
    """Bottleneck blocks; see `blocks` for the choices."""
    return blocks(kind="bottleneck", **choices)


def kernels(kind: str, C: int, M: int, F: int) -> list[tuple[int, int, int, int]]:
    """The shapes of a block's kernels, in order."""
    if kind == "basic":
        return [(F, C, 3, 3), (F, F, 3, 3)]
    return [(M, C, 1, 1), (M, M, 3, 3), (F, M, 1, 1)]


def drawn(rng: np.random.Generator, name: str, shape: tuple[int, ...] | None, dtype: str, layout: str) -> Any:
    """x whose channels have centres away from 0, so that the zeros of the padding show; kernels that keep its size."""
    if shape is None:
        return None
    if name == "x":
        return arrays(rng, shape, dtype, layout, shift=away_from_zero(rng, (shape[1], 1, 1)))
    return arrays(rng, shape, dtype, layout, scale=np.sqrt(2 / np.prod(shape[1:])))


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers between 0.3 and 1, of either sign."""
    values: Array = rng.choice([-1.0, 1.0], shape) * rng.uniform(0.3, 1, shape)
    return values


def is_clear(given: Array) -> bool:
    """Whether what goes into a relu is away from 0, and of both signs."""
    low, high = SHARES
    return bool(np.abs(given).min() > NEAR and low <= np.mean(given > 0) <= high)


def with_zeros(case: Case, *names: str) -> Case:
    """The case with zeros for some of its kernels."""
    return Case({**case, **{name: np.zeros_like(case[name]) for name in names}})


def with_a_zero_filter(case: Case, name: str) -> Case:
    """The case with zeros for the first filter of one of its kernels."""
    w = case[name].copy()
    w[0] = 0
    return Case({**case, name: w})


SMALL_IMAGES = ((5, 6), (6, 4), (4, 7), (7, 5))
# Blocks of the stages, one stage with several, and width; then numbers of classes that are no number of channels.
NETWORKS = (((2, 1), 3), ((2,), 4), ((1, 2), 2), ((3,), 3), ((1, 1, 2), 2))
CLASSES = (5, 7, 10)


@st.composite
def networks(
    draw: st.DrawFn,
    /,
    residual: bool = True,
    batchnorm: bool = False,
    stages: tuple[int, ...] = (1, 2, 3),
    batch: tuple[int, int] = (3, 6),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """A network (blocks, width, num_classes, residual, batchnorm, seed) with images x and gradients dout of scores."""
    blocks, width = draw(st.sampled_from([found for found in NETWORKS if len(found[0]) in stages]))
    num_classes = draw(st.sampled_from(CLASSES))
    H, W = draw(st.sampled_from(SMALL_IMAGES))
    N = draw(st.integers(*batch))
    seed = draw(seeds())
    rng = np.random.default_rng(seed)
    return Case(
        blocks=blocks,
        width=width,
        num_classes=num_classes,
        residual=residual,
        batchnorm=batchnorm,
        seed=seed,
        x=arrays(rng, (N, 1, H, W), dtype, layout, shift=0.5),
        dout=arrays(rng, (N, num_classes), dtype, layout, shift=away_from_zero(rng, (num_classes,))),
    )


@st.composite
def bills(draw: st.DrawFn, /, kind: str) -> Case:
    """The numbers of a block whose parameters are counted; the channels that come in are no multiple of the width."""
    width = draw(st.sampled_from((3, 16, 5, 64, 24)))
    in_channels = draw(st.sampled_from((7, 20, 50, 11, 130)))
    return Case(kind=kind, in_channels=in_channels, width=width)
