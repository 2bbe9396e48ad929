"""conv_1x1: what is true of every correct answer.

out[n, :, i, j] = w x[n, :, i, j] + b, one linear layer for all pixels          Lin, Chen & Yan (2013)
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import conv_1x1, conv_backward, conv_forward

from autograder.suites.lab03_convolution.cases import pixels
from autograder.suites.lab03_convolution.definition import linear_over_pixels
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_gradients,
    assert_leaves_arguments_alone,
    assert_raises,
    assert_shape,
    builds_on,
    supporting,
    weight,
)


def layer(case: Case, **changes: Any) -> Any:
    """Call conv_1x1 on the case, with some of its arguments changed; only out."""
    values = {**case, **changes}
    out, _ = conv_1x1(values["x"], values["w"], values["b"])
    return out


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same at every pixel: a constant would keep many a promise."""
    assert_shape("out", out, case.dout.shape)
    assert np.ptp(out, axis=(2, 3)).all(), "out is the same at every pixel"
    return out


@weight(3)
@settings(max_examples=5)
@given(pixels())
def test_every_pixel_goes_through_the_same_linear_layer(case: Case) -> None:
    """multiplies the C values of every pixel by w[:, :, 0, 0] (b = 0)"""
    zero = np.zeros_like(case.b)
    assert_close("out", layer(case, b=zero), linear_over_pixels(case.x, case.w, zero))


@weight(1.5)
@settings(max_examples=4)
@given(pixels())
def test_the_bias_is_added_to_every_pixel(case: Case) -> None:
    """adds b[f] to every pixel of output channel f"""
    assert_close("out", layer(case), linear_over_pixels(case.x, case.w, case.b))


@weight(2)
@settings(max_examples=4)
@given(pixels())
def test_conv_backward_takes_the_cache(case: Case) -> None:
    """returns a cache with which conv_backward gives dx, dw and db"""
    with builds_on(conv_forward, conv_backward):
        _, cache = conv_forward(case.x, case.w, case.b, 1, 0)
        check_gradients(case, *conv_backward(case.dout, cache))
    _, cache = conv_1x1(case.x, case.w, case.b)
    check_gradients(case, *conv_backward(case.dout, cache))


def check_gradients(case: Case, dx: Any, dw: Any, db: Any) -> None:
    """Compare with finite differences of the definition."""
    assert_gradients(linear_over_pixels, case.dout, x=(case.x, dx), w=(case.w, dw), b=(case.b, db))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels(batch=(2, 5)))
def test_a_pixel_depends_on_no_other_pixel(case: Case) -> None:
    """gives a pixel the same out wherever it stands and whatever stands around it"""
    turned = varied(layer(case), case)[::-1, :, ::-1, ::-1]
    assert_close("out of the turned images", layer(case, x=case.x[::-1, :, ::-1, ::-1].copy()), turned)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pixels())
def test_it_is_a_convolution(case: Case) -> None:
    """returns the same out as your conv_forward with a kernel of one pixel"""
    with builds_on(conv_forward):
        out, _ = conv_forward(case.x, case.w, case.b)
        assert_close("out of conv_forward", out, linear_over_pixels(case.x, case.w, case.b))
    assert_close("out", layer(case), out)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels(layout="strided"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out whether x and w lie in memory without gaps or with them"""
    dense = {name: np.ascontiguousarray(case[name]) for name in ("x", "w")}
    assert_close("out", layer(case), varied(layer(case, **dense), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels(layout="F", batch=(2, 5)))
def test_order_of_memory_does_not_matter(case: Case) -> None:
    """returns the same out whether x and w lie in memory by rows or by columns"""
    by_rows = {name: np.ascontiguousarray(case[name]) for name in ("x", "w")}
    assert_close("out", layer(case), varied(layer(case, **by_rows), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out for float32 arrays as for float64 arrays, up to rounding"""
    wide = layer(case, **{name: case[name].astype("float64") for name in ("x", "w", "b")})
    assert_close("out", layer(case), np.asarray(varied(wide, case), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 out for float64 arrays"""
    assert_equal("dtype of out", str(np.asarray(layer(case)).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels())
def test_shape(case: Case) -> None:
    """returns out (N, F, H, W)"""
    assert_shape("out", layer(case), case.dout.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pixels())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x, w and b as they are"""
    assert_leaves_arguments_alone(conv_1x1, case.x, case.w, case.b)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pixels())
def test_another_number_of_channels_is_refused(case: Case) -> None:
    """raises ValueError if x and w have different numbers of channels, also if one of them has a single channel"""
    assert_raises(ValueError, conv_1x1, case.x, case.w[:, :1], case.b)
    assert_raises(ValueError, conv_1x1, case.x[:, :1], case.w, case.b)
