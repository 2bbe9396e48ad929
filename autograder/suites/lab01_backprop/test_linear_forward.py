"""linear_forward: what is true of every correct answer.

out = x w + b,  x (N, D), w (D, M), b (M,)
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import linear_forward

from autograder.suites.lab01_backprop.cases import layers
from autograder.suites.lab01_backprop.definition import linear
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)


def forward(case: Case, **changes: Any) -> Any:
    """out of the case's layer, with some of its arguments changed."""
    values = {**case, **changes}
    out, _ = linear_forward(values["x"], values["w"], values["b"])
    return out


def some_out(out: Any, case: Case) -> Any:
    """out, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("out", out, (len(case.x), len(case.b)))
    assert np.ptp(out), "out is the same everywhere"
    return out


@weight(4)
@settings(max_examples=6)
@given(layers(rows=(1, 7)))
def test_every_unit_weighs_the_features_of_every_sample(case: Case) -> None:
    """returns out = x w + b: a weighted sum of the features for each sample and unit, and the unit's bias"""
    assert_close("out", forward(case), linear(case.x, case.w, case.b))


@weight(2)
@settings(max_examples=4)
@given(layers())
def test_without_a_bias_out_is_the_product(case: Case) -> None:
    """returns the matrix product of x and w when b is 0"""
    nothing = np.zeros_like(case.b)
    assert_close("out without bias", forward(case, b=nothing), linear(case.x, case.w, nothing))


@supporting
@weight(1)
@settings(max_examples=4)
@given(layers())
def test_every_sample_gets_the_bias_once(case: Case) -> None:
    """adds b (M,) to the output of every sample"""
    with_bias, without = forward(case), forward(case, b=np.zeros_like(case.b))
    assert_shape("out", with_bias, (len(case.x), len(case.b)))
    assert_shape("out without bias", without, (len(case.x), len(case.b)))
    assert_close("what b adds to out", with_bias - without, np.tile(case.b, (len(case.x), 1)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_samples_do_not_meet(case: Case) -> None:
    """returns for a sample what it would return for that sample alone"""
    alone = forward(case, x=case.x[-1:])
    assert_close("out of the last sample alone", alone, some_out(forward(case), case)[-1:])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_out_is_linear_in_x(case: Case) -> None:
    """returns for x + x2 what it returns for x and for x2 together, less the bias"""
    both, one, other = forward(case, x=case.x + case.x2), forward(case), forward(case, x=case.x2)
    assert_close("out of x + x2", both, some_out(one, case) + some_out(other, case) - case.b)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(layers(rows=(1, 7)))
def test_out_has_a_row_per_sample_and_a_column_per_unit(case: Case) -> None:
    """returns out of shape (N, M)"""
    assert_shape("out", forward(case), (len(case.x), len(case.b)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers(scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out however x and w lie in memory"""
    by_rows = forward(case, x=np.ascontiguousarray(case.x), w=np.ascontiguousarray(case.w))
    assert_close("out", forward(case), some_out(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out for float32 arrays as for float64 arrays, up to rounding"""
    wide = forward(case, **{name: case[name].astype("float64") for name in ("x", "w", "b")})
    assert_close("out", forward(case), np.asarray(some_out(wide, case), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 out for float64 arrays"""
    assert_equal("dtype of out", str(np.asarray(forward(case)).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x, w and b as they are"""
    assert_leaves_arguments_alone(linear_forward, case.x, case.w, case.b)
