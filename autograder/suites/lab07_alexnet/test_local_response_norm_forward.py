"""local_response_norm_forward: what is true of every correct answer.

out[c] = x[c] / (k + alpha * sum of x[j]^2 over |j - c| <= size // 2, 0 <= j < C)^beta
Krizhevsky, Sutskever & Hinton 2012, section 3.3; alpha is not divided by size.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import local_response_norm_forward

from autograder.suites.lab07_alexnet.cases import feature_maps, lone_channels
from autograder.suites.lab07_alexnet.definition import normalised
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_raises,
    assert_shape,
    supporting,
    weight,
)

NAMES = ("x", "size", "alpha", "beta", "k")


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of local_response_norm_forward, in order, with some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in NAMES]


def forward(case: Case, **changes: Any) -> Any:
    """The out of local_response_norm_forward."""
    out, _ = local_response_norm_forward(*arguments(case, **changes))
    return out


def check_out(case: Case, **changes: Any) -> None:
    """out is that of the definition."""
    assert_close("out", forward(case, **changes), normalised(*arguments(case, **changes)))


def varied(out: Any, case: Case) -> Any:
    """out, which may not be x times a constant: that would keep many a promise."""
    assert_shape("out", out, case.x.shape)
    assert np.ptp(out / case.x) > 1e-6, "out is x times a constant"
    return out


@weight(3)
@settings(max_examples=4)
@given(feature_maps())
def test_a_channel_is_divided_by_its_neighbours(case: Case) -> None:
    """sums the squares of a channel and of size // 2 channels on either side, at the same pixel of the same image"""
    check_out(case)


@weight(2)
@settings(max_examples=4)
@given(feature_maps("cut off"))
def test_windows_end_at_the_first_and_the_last_channel(case: Case) -> None:
    """cuts the window off where there are no more channels, also on both sides at once"""
    check_out(case)


@weight(1.5)
@settings(max_examples=3)
@given(lone_channels())
def test_alpha_is_not_divided_by_size(case: Case) -> None:
    """divides by (k + alpha * x^2)^beta where all other channels are 0, whatever size is: alpha is not divided by it"""
    check_out(case)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(feature_maps())
def test_without_alpha_k_and_beta_are_left(case: Case) -> None:
    """returns x / k^beta when alpha is 0"""
    assert_close("out", forward(case, alpha=0.0), case.x / case.k**case.beta)


@weight(1)
@settings(max_examples=3)
@given(feature_maps())
def test_a_window_of_one_channel(case: Case) -> None:
    """divides each channel by its own square only when size is 1"""
    check_out(case, size=1)


@weight(1)
@settings(max_examples=2)
@given(feature_maps(alexnets=True))
def test_alexnets_numbers_are_the_defaults(case: Case) -> None:
    """takes size as 5, alpha as 1e-4, beta as 0.75 and k as 2 when a call leaves them out"""
    out, _ = local_response_norm_forward(case.x)
    assert_close("out", out, normalised(case.x, 5, 1e-4, 0.75, 2))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps(batch=(3, 7)))
def test_pixels_and_images_do_not_meet(case: Case) -> None:
    """gives a pixel the same out alone as among others: only channels meet"""
    out = varied(forward(case), case)
    assert_close("out of one pixel alone", forward(case, x=case.x[1:2, :, -1:, -1:]), out[1:2, :, -1:, -1:])


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps())
def test_the_sign_of_x_is_kept(case: Case) -> None:
    """returns -out for -x, and 0 for 0"""
    out = varied(forward(case), case)
    x = np.where(case.x > 0, -case.x, 0)
    one_sided = forward(case, x=x)
    assert_close("out of -x", forward(case, x=-case.x), -out)
    assert_close("out where x is 0", one_sided[x == 0], np.zeros(int((x == 0).sum())))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(feature_maps(dtype="float32", layout="F"))
def test_memory_layout_and_dtype_do_not_matter(case: Case) -> None:
    """returns the same out however x lies in memory, and for float32 as for float64, up to rounding"""
    by_rows = varied(forward(case, x=np.ascontiguousarray(case.x, "float64")), case)
    assert_close("out", forward(case, x=case.x.astype("float64")), by_rows)
    assert_close("out of float32", forward(case), by_rows.astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(feature_maps())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 for float64"""
    assert_equal("dtype of out", str(np.asarray(forward(case)).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps("cut off"))
def test_shape(case: Case) -> None:
    """returns out of the shape of x"""
    assert_shape("out", forward(case), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(feature_maps())
def test_x_stays_as_it_is(case: Case) -> None:
    """leaves x as it is"""
    assert_leaves_arguments_alone(local_response_norm_forward, *arguments(case))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps())
def test_an_even_size_is_refused(case: Case) -> None:
    """raises ValueError when size is even: the window would have no middle"""
    assert_raises(ValueError, local_response_norm_forward, *arguments(case, size=case.size - 1))
    assert_raises(ValueError, local_response_norm_forward, *arguments(case, size=2 * case.size))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(feature_maps())
def test_a_size_below_1_is_refused(case: Case) -> None:
    """raises ValueError when size is 0 or negative"""
    assert_raises(ValueError, local_response_norm_forward, *arguments(case, size=0))
    assert_raises(ValueError, local_response_norm_forward, *arguments(case, size=-case.size))
