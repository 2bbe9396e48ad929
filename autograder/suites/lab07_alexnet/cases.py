"""Inputs to try lab 7 on: sizes, hyper-parameters and a seed are drawn, arrays come from a NumPy generator.

Feature maps for local response normalisation have alpha * x^2 of the size of k and a spread of its own in every
channel, so that the window decides the answer: with AlexNet's alpha and values near 1 nearly any window would do.
Sizes, alpha, beta and k are not those of AlexNet; heights are no widths, N is not C, and no value is near 0. Two
regimes keep claims apart:

- the window ends inside the channels for some of them
- the window is wider than the channels are many, so that it is cut off on both sides

Tables are small networks for images that are not square, with strides that leave pixels over. Networks are narrow,
their images as small as AlexNet allows and not square; which parameters they get, assembly.py says.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

INSIDE = ((3, 5), (5, 8), (7, 9), (3, 6), (5, 7))  # size, C
CUT_OFF = ((7, 2), (9, 3), (11, 4), (13, 5))
MAPS = ((2, 3), (3, 2), (1, 4), (4, 1))  # H, W
ALPHAS = (0.02, 0.3, 5e-3, 1.5)
BETAS = (0.6, 0.4, 1.2, 1.7)
KS = (1.5, 3.0, 0.7)
ALEXNETS = {"size": 5, "alpha": 1e-4, "beta": 0.75, "k": 2}


@st.composite
def feature_maps(
    draw: st.DrawFn,
    /,
    windows: str = "inside",
    alexnets: bool = False,
    batch: tuple[int, int] = (1, 7),
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """x and dout (N, C, H, W) with size, alpha, beta and k; `alexnets`: with those of AlexNet, the defaults."""
    size, C = draw(st.sampled_from(CUT_OFF if windows == "cut off" else INSIDE))
    drawn = {"size": size, "alpha": draw(st.sampled_from(ALPHAS))}
    drawn |= {"beta": draw(st.sampled_from(BETAS)), "k": draw(st.sampled_from(KS))}
    settings: dict[str, Any] = ALEXNETS if alexnets else drawn
    N = draw(st.sampled_from([N for N in range(batch[0], batch[1] + 1) if N != C]))
    H, W = draw(st.sampled_from(MAPS))
    rng = np.random.default_rng(draw(seeds()))
    scale = np.sqrt(settings["k"] / settings["alpha"]) * rng.uniform(0.4, 2, (1, C, 1, 1))
    x = scale * away_from_zero(rng, (N, C, H, W), 0.3, 1.5)
    dout = away_from_zero(rng, (N, C, H, W), 0.3, 2) + rng.choice([-1.0, 1.0])
    return Case(x=laid_out(x, dtype, layout), dout=laid_out(dout, dtype, layout), **settings)


@st.composite
def lone_channels(draw: st.DrawFn, /) -> Case:
    """Feature maps that are 0 but for one channel, so that the window has no say."""
    case = draw(feature_maps())
    channel = draw(st.integers(0, case.x.shape[1] - 1))
    here = np.zeros((1, case.x.shape[1], 1, 1))
    here[0, channel] = 1
    return Case({**case, "x": case.x * here})


@st.composite
def lone_gradients(draw: st.DrawFn, /) -> Case:
    """Feature maps with a dout that is 0 but for one channel, which has a neighbour on either side."""
    case = draw(feature_maps())
    channel = draw(st.integers(1, case.x.shape[1] - 2))
    here = np.zeros((1, case.x.shape[1], 1, 1))
    here[0, channel] = 1
    return Case({**case, "dout": case.dout * here})


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], low: float, high: float) -> Array:
    """Numbers whose size is between `low` and `high`, of either sign."""
    numbers: Array = rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)
    return numbers


def laid_out(values: Array, dtype: str, layout: str) -> Array:
    """The values in this dtype; layout "F": the last axis varies slowest; "strided": with gaps in memory."""
    x = arrays(np.random.default_rng(0), values.shape, dtype, layout)
    x[...] = values
    return x


@st.composite
def tables(draw: st.DrawFn, /, norm: bool = False, linear: bool = False) -> Case:
    """rows of a small network and the input_shape of an image for it; its sizes are made from the last map back.

    A convolution whose stride leaves pixels over, a pooling layer, another convolution, another pooling layer. With
    `norm` a normalisation stands behind the pooling layers; with `linear` two linear layers follow.
    """
    C, F1, F2 = draw(st.sampled_from(((3, 5, 4), (2, 7, 6), (4, 3, 8), (1, 6, 3), (5, 4, 9))))
    (k1, s1, p1), (k2, s2), (k3, s3, p3), (k4, s4) = (
        draw(st.sampled_from(((5, 3, 2), (4, 2, 1), (7, 4, 3), (6, 3, 1)))),
        draw(st.sampled_from(((3, 2), (2, 3), (4, 3), (5, 2)))),
        draw(st.sampled_from(((3, 1, 1), (4, 1, 2), (2, 2, 1), (5, 1, 1)))),
        draw(st.sampled_from(((2, 2), (3, 2), (2, 1), (3, 1)))),
    )
    kind = draw(st.sampled_from(("max_pool", "avg_pool")))
    act = draw(st.sampled_from(("relu", "tanh", None)))
    rows: list[tuple[Any, ...]] = [
        ("STEM", "conv", F1, k1, s1, p1, act),
        ("POOL", kind, None, k2, s2, None, None),
        ("BODY", "conv", F2, k3, s3, p3, "relu"),
        ("LAST", "max_pool", None, k4, s4, None, act),
    ]
    H, W = draw(st.sampled_from(((4, 6), (6, 4), (5, 7), (8, 5))))
    for number, (_, _, _, kernel, stride, padding, _) in enumerate(reversed(rows), 1):
        over = stride - 1 if number == len(rows) else draw(st.integers(0, stride - 1))
        H, W = ((length - 1) * stride + kernel + over - 2 * (padding or 0) for length in (H, W))
    if norm:
        rows[2:2] = [("NORM", "norm", None, None, None, None, None)]
        rows.append(("CALM", "norm", None, None, None, None, None))
    if linear:
        units = draw(st.sampled_from((7, 12, 30)))
        rows.append(("HIDDEN", "linear", units, None, None, None, "relu"))
        rows.append(("SCORES", "linear", units - 2, None, None, None, None))
    return Case(rows=rows, input_shape=(C, H, W))


@st.composite
def single_rows(draw: st.DrawFn, /) -> Case:
    """channels, padding and the input_shape of an image that is not square, for tables of a row or two."""
    C = draw(st.integers(1, 5))
    H, W = draw(st.sampled_from(((6, 9), (8, 5), (4, 7), (10, 6))))
    return Case(input_shape=(C, H, W), padding=draw(st.sampled_from((1, 2, 3))), channels=draw(st.integers(2, 6)))


WIDTHS = (0.02, 0.03, 0.025, 0.035)  # of 96 channels 1.92, 2.88, 2.4, 3.36: rounding up is not the same everywhere
IMAGES = ((67, 99), (99, 67), (70, 101))  # POOL3 leaves 1 x 2, 2 x 1, 1 x 2
LEVELS = {"quiet": 1e-4, "loud": 100.0}  # of what the normalisations get; beside 2, 1e-4 * 5 * level^2 is 0 or 5


@st.composite
def networks(
    draw: st.DrawFn,
    /,
    widths: tuple[float, ...] = WIDTHS,
    level: str = "quiet",
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """num_classes, width, input_shape, a seed for parameters, images x and dout; `level` of what the norms get."""
    num_classes = draw(st.sampled_from((7, 5, 11)))
    H, W = draw(st.sampled_from(IMAGES))
    C, N = draw(st.sampled_from(((2, 2), (1, 3), (4, 1), (1, 4))))
    seed = draw(seeds())
    rng = np.random.default_rng(seed)
    x = LEVELS[level] * rng.standard_normal((N, C, H, W))
    return Case(
        num_classes=num_classes,
        width=draw(st.sampled_from(widths)),
        input_shape=(C, H, W),
        seed=seed,
        level=level,
        x=laid_out(x, dtype, layout),
        dout=laid_out(away_from_zero(rng, (N, num_classes), 0.5, 2), dtype, "C"),
    )
