"""Inputs to try lab 4 on: sizes, windows and a seed are drawn, arrays come from a NumPy generator.

No two pixels of a channel are nearly equal: the steps of finite differences change no maximum. Regimes keep claims
apart, so that a mistake shows in the claims that are about it:

- windows overlap, touch or leave gaps, as the stride is less than, equal to or more than the kernel
- windows fit, or leave rows and columns over at the end
- every value is positive, or every value is negative

Heights are no widths, and N is not C, so that axes cannot be exchanged; 2x2 windows with stride 2 are rare.
"""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from autograder.testkit import Case, arrays, seeds

Array = np.ndarray[Any, Any]

STEP = 0.1  # between neighbouring values of a channel
WINDOWS: dict[str, tuple[tuple[int, int], ...]] = {
    "overlap": ((3, 2), (3, 1), (4, 3), (2, 1), (5, 2)),
    "touch": ((3, 3), (4, 4), (2, 2)),
    "gap": ((2, 3), (1, 2), (3, 5), (2, 4)),
}
PAIRS = (((2, 3), 2), ((3, 1), 2), ((1, 4), 3), ((4, 2), 1), ((2, 5), 3))
PLACES = ((2, 3), (3, 2), (2, 4))  # OH, OW
NETWORKS: tuple[list[tuple[int, int]], ...] = (
    [(5, 1), (2, 2), (5, 1), (2, 2), (5, 1)],
    [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)],
    [(7, 2), (3, 2), (3, 1), (3, 1), (3, 2), (3, 1), (3, 2), (3, 1)],
    [(3, 1), (3, 1), (2, 2), (3, 1), (3, 1), (2, 2), (3, 1), (1, 1), (3, 1), (2, 2)],
)
BATCHES = ((2, 4), (1, 2), (4, 2), (3, 2), (1, 5), (7, 2), (5, 1))  # N, C


@st.composite
def pools(
    draw: st.DrawFn, /, windows: str = "overlap", pair: bool = False, spare: bool = False, **choices: Any
) -> Case:
    """x (N, C, H, W) with a kernel and a stride, and dout (N, C, OH, OW); see `an_input` for the choices.

    windows: "overlap", "touch" or "gap"; pair: the kernel is one, of unequal height and width
    spare:   windows leave some rows and columns over, else they fit
    """
    possible: Any = PAIRS if pair else WINDOWS[windows]
    kernel, stride = draw(st.sampled_from([option for option in possible if option[1] > 1 or not spare]))
    OH, OW = draw(st.sampled_from(PLACES))
    KH, KW = kernel if pair else (kernel, kernel)
    over = [draw(st.integers(1, stride - 1)) if spare else 0 for _ in "hw"]
    H, W = (OH - 1) * stride + KH + over[0], (OW - 1) * stride + KW + over[1]
    if H == W:
        OW, W = OW + 1, W + stride
    N, C = draw(st.sampled_from(BATCHES))
    return draw(an_input((N, C, H, W), (N, C, OH, OW), {"kernel": kernel, "stride": stride}, **choices))


@st.composite
def peaks(draw: st.DrawFn, /) -> Case:
    """x with one pixel far above all others in each channel, which each of the 2 x 3 windows sees; see `pools`."""
    H, W = draw(st.sampled_from(((4, 6), (6, 5), (3, 7))))
    N, C = draw(st.sampled_from(BATCHES))
    case = draw(an_input((N, C, H, W), (N, C, 2, 3), {"kernel": (H - 1, W - 2), "stride": 1}))
    x, peak = case.x.copy(), (draw(st.integers(1, H - 2)), draw(st.integers(2, W - 3)))
    x[:, :, peak[0], peak[1]] += 100
    return Case({**case, "x": x, "peak": peak})


@st.composite
def maps(draw: st.DrawFn, /, **choices: Any) -> Case:
    """x (N, C, H, W) and dout (N, C, 1, 1), for global average pooling; see `an_input` for the choices."""
    H, W = draw(st.sampled_from(((3, 5), (4, 2), (1, 6), (5, 1), (2, 3))))
    N, C = draw(st.sampled_from(BATCHES))
    return draw(an_input((N, C, H, W), (N, C, 1, 1), {}, **choices))


@st.composite
def an_input(
    draw: st.DrawFn,
    /,
    shape: tuple[int, ...],
    out_shape: tuple[int, ...],
    others: dict[str, Any],
    negative: bool = False,
    dtype: str = "float64",
    layout: str = "C",
) -> Case:
    """x of one sign, dout with a mean that is not 0, and what else is given."""
    rng = np.random.default_rng(draw(seeds()))
    far_apart = spaced(rng, shape) + 0.5
    x = laid_out(-far_apart if negative else far_apart, dtype, layout)
    dout = laid_out(rng.normal(size=out_shape) + rng.choice([-1.0, 1.0]), dtype, layout)
    return Case(x=x, dout=dout, **others)


def spaced(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Positive values, shuffled in every channel of every image, no two of a channel nearer than STEP / 2."""
    N, C, H, W = shape
    ranks = np.stack([rng.permutation(H * W) for _ in range(N * C)]).reshape(shape)
    values: Array = STEP * (ranks + rng.uniform(0, 0.5, shape))
    return values


def laid_out(values: Array, dtype: str, layout: str) -> Array:
    """The values in this dtype; layout "F": the last axis varies slowest; "strided": with gaps in memory."""
    x = arrays(np.random.default_rng(0), values.shape, dtype, layout)
    x[...] = values
    return x


@st.composite
def convolutions(draw: st.DrawFn, /, pair: bool = False, strided: bool = False, padded: bool = False) -> Case:
    """input_shape (C, H, W), filters, kernel, stride, padding: for conv_cost.

    strided: the stride is more than 1 and leaves rows and columns over; padded: the padding is more than 0
    """
    C, filters = draw(st.sampled_from(((2, 5), (4, 6), (1, 3), (5, 4), (7, 2))))
    kernel: Any = draw(st.sampled_from(((2, 3), (4, 1), (1, 5), (5, 3)) if pair else (5, 2, 4, 1)))
    stride = draw(st.sampled_from((2, 3, 4))) if strided else 1
    padding = draw(st.sampled_from((2, 1, 3))) if padded else 0
    KH, KW = kernel if pair else (kernel, kernel)
    OH, OW = draw(st.sampled_from(((4, 7), (6, 3), (9, 8), (5, 6))))
    over = [draw(st.integers(1, stride - 1)) if strided else 0 for _ in "hw"]
    # The padding may be wider than what the windows need.
    H = max((OH - 1) * stride + KH + over[0] - 2 * padding, 1)
    W = max((OW - 1) * stride + KW + over[1] - 2 * padding, 1)
    if H == W:
        W += stride
    return Case(input_shape=(C, H, W), filters=filters, kernel=kernel, stride=stride, padding=padding)


@st.composite
def stacks(draw: st.DrawFn, /, strides: tuple[int, ...] = (2, 1, 3), kernels: tuple[int, ...] = (3, 5, 2, 4)) -> Case:
    """From 3 to 5 layers (kernel, stride). Where strides differ, that of the first layer is more than 1."""
    depth = draw(st.integers(3, 5))
    layers = [(draw(st.sampled_from(kernels)), draw(st.sampled_from(strides))) for _ in range(depth)]
    if max(strides) > 1:
        layers[0] = (layers[0][0], max(layers[0][1], 2))
    return Case(layers=layers)


@st.composite
def kernel_pairs(draw: st.DrawFn, /, ones: bool = False, dtype: str = "float64", layout: str = "C") -> Case:
    """w1 (F1, C, KH1, KW1) and w2 (F2, F1, KH2, KW2), and x (N, C, H, W) that both fit on; ones: 1x1 kernels both."""
    F1, C, F2 = draw(st.sampled_from(((4, 2, 3), (3, 1, 2), (2, 5, 4), (5, 2, 1), (1, 3, 2))))
    sizes = (((2, 3), (3, 2)), ((1, 4), (2, 2)), ((3, 2), (1, 1)), ((2, 1), (4, 3)), ((5, 2), (2, 1)))
    (KH1, KW1), (KH2, KW2) = ((1, 1), (1, 1)) if ones else draw(st.sampled_from(sizes))
    H, W = draw(st.sampled_from(((7, 6), (6, 8))))
    rng = np.random.default_rng(draw(seeds()))
    return Case(
        w1=arrays(rng, (F1, C, KH1, KW1), dtype, layout, shift=0.5),
        w2=arrays(rng, (F2, F1, KH2, KW2), dtype, layout, shift=-0.5),
        x=arrays(rng, (2, C, H, W), dtype, layout),
    )
