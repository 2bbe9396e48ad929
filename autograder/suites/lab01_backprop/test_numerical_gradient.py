"""numerical_gradient: what is true of every correct answer.

df/dx_i = (f(x + h e_i) - f(x - h e_i)) / 2h
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import numerical_gradient

from autograder.suites.lab01_backprop.cases import CURVED, points
from autograder.suites.lab01_backprop.definition import central_difference, gradient
from autograder.testkit import (
    Case,
    Function,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)


def estimate(case: Case, **changes: Any) -> Any:
    """numerical_gradient of the case's function at its x with its step."""
    values = {**case, **changes}
    return numerical_gradient(Function(case.f), values["x"], values["h"])


@weight(4)
@settings(max_examples=5)
@given(points(CURVED))
def test_differences_are_central(case: Case) -> None:
    """subtracts f a step below x from f a step above x and divides by 2 * h, which shows when h is large"""
    assert_close("df/dx", estimate(case), central_difference(case.f, case.x, case.h))


@weight(2)
@settings(max_examples=4)
@given(points(("log_sum_exp",), axes=2))
def test_one_number_moves_at_a_time(case: Case) -> None:
    """moves one number of x at a time, with all others in place, when f mixes them"""
    assert_close("df/dx", estimate(case), central_difference(case.f, case.x, case.h))


@weight(2)
@settings(max_examples=3)
@given(points(("sum_of_squares",)))
def test_gradients_of_quadratics_are_exact(case: Case) -> None:
    """returns 2 * x for the sum of squares, whatever h is: central differences are exact for quadratics"""
    assert_close("df/dx", estimate(case), gradient(case.f, case.x))


@weight(2)
@settings(max_examples=4)
@given(points())
def test_a_small_step_gives_the_gradient(case: Case) -> None:
    """returns the gradient of f up to rounding when h is left out"""
    got = numerical_gradient(Function(case.f), case.x)
    assert_close("df/dx", got, gradient(case.f, case.x), rtol=1e-6, atol=1e-6)


@weight(0.5)
@settings(max_examples=3)
@given(points(("sum_of_cubes",), scale=1e-5))
def test_the_step_is_1e_5_by_default(case: Case) -> None:
    """takes h as 1e-5 when it is left out, which shows when x is as small"""
    got = numerical_gradient(Function(case.f), case.x)
    assert_close("df/dx", got, central_difference(case.f, case.x, 1e-5), rtol=1e-4, atol=0.0)


@supporting
@weight(1)
@settings(max_examples=4)
@given(points())
def test_x_is_restored(case: Case) -> None:
    """leaves x exactly as it was, to the last bit"""
    assert_leaves_arguments_alone(numerical_gradient, Function(case.f), case.x, case.h)


@supporting
@weight(0.5)
@settings(max_examples=6)
@given(points())
def test_the_gradient_has_the_shape_of_x(case: Case) -> None:
    """returns a gradient of the shape of x, for vectors, tables and images"""
    assert_shape("df/dx", estimate(case), case.x.shape)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(points(axes=2, scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same gradient however x lies in memory"""
    got, by_rows = estimate(case), estimate(case, x=np.ascontiguousarray(case.x))
    assert_close("df/dx", got, some_gradient(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(points(dtype="float32", steps=(0.25, 0.5)))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same gradient for a float32 x as for a float64 x, up to rounding, when h is large"""
    wide = case.x.astype("float64")
    assert_close("df/dx", estimate(case), central_difference(case.f, wide, case.h).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(points())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 gradient for a float64 x"""
    assert_equal("dtype of df/dx", str(np.asarray(estimate(case)).dtype), "float64")


def some_gradient(got: Any, case: Case) -> Any:
    """A gradient, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("df/dx", got, case.x.shape)
    assert got.any(), "df/dx is 0 everywhere"
    return got
