"""sgd_momentum: what is true of every correct answer.

velocity = momentum * velocity - lr * grad,  param = param + velocity
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import sgd_momentum

from autograder.suites.lab01_backprop.cases import descents
from autograder.suites.lab01_backprop.definition import momentum_steps
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)

ARRAYS = ("param", "grad", "velocity")


def step(case: Case, **changes: Any) -> Any:
    """param and velocity after one step with the first gradient, with some of the arguments changed."""
    values = {**case, "grad": case.grads[0], **changes}
    return sgd_momentum(*(values[name] for name in (*ARRAYS, "lr", "momentum")))


def expected(case: Case) -> Any:
    """param and velocity after each step."""
    return momentum_steps(case.param, case.grads, case.velocity, case.lr, case.momentum)


def moved(param: Any, case: Case) -> Any:
    """param, which may not have stayed where it was: that would keep many a promise."""
    assert_shape("param", param, case.param.shape)
    assert (param != case.param).any(), "param is where it was"
    return param


@weight(3)
@settings(max_examples=4)
@given(descents())
def test_velocity_keeps_its_share_and_gains_the_step(case: Case) -> None:
    """returns velocity = momentum * velocity - lr * grad"""
    _, velocity = step(case)
    assert_close("velocity", velocity, expected(case)[0, 1])


@weight(3)
@settings(max_examples=4)
@given(descents())
def test_param_moves_by_the_new_velocity(case: Case) -> None:
    """returns param + velocity, with the new velocity"""
    param, _ = step(case)
    assert_close("param", param, expected(case)[0, 0])


@weight(2)
@settings(max_examples=4)
@given(descents())
def test_three_steps_in_a_row(case: Case) -> None:
    """takes one step after the other, each from where the last one ended"""
    param, velocity = case.param, case.velocity
    history = expected(case)
    for number, grad in enumerate(case.grads):
        param, velocity = sgd_momentum(param, grad, velocity, case.lr, case.momentum)
        assert_close(f"velocity after step {number + 1}", velocity, history[number, 1])
        assert_close(f"param after step {number + 1}", param, history[number, 0])


@weight(1)
@settings(max_examples=3)
@given(descents(momenta=(0.0,)))
def test_without_momentum_it_is_plain_gradient_descent(case: Case) -> None:
    """returns param - lr * grad when momentum is 0, whatever the velocity was"""
    param, _ = step(case)
    assert_close("param", param, case.param - case.lr * case.grads[0])


@weight(1)
@settings(max_examples=3)
@given(descents())
def test_without_a_gradient_it_rolls_on(case: Case) -> None:
    """moves on by momentum * velocity where the gradient is 0"""
    param, velocity = step(case, grad=np.zeros_like(case.param))
    assert_close("velocity", velocity, case.momentum * case.velocity)
    assert_close("param", param, case.param + case.momentum * case.velocity)


@supporting
@weight(1)
@settings(max_examples=2)
@given(descents())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves param, grad and velocity as they are, and returns new arrays"""
    assert_leaves_arguments_alone(sgd_momentum, case.param, case.grads[0], case.velocity, case.lr, case.momentum)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(descents())
def test_nothing_is_kept_between_calls(case: Case) -> None:
    """returns the same for the same arguments, whatever steps have been taken since"""
    first, _ = step(case)
    step(case, grad=case.grads[1])
    again, _ = step(case)
    assert_close("param of the same step", again, moved(first, case))


@supporting
@weight(0.25)
@settings(max_examples=4)
@given(descents())
def test_shapes(case: Case) -> None:
    """returns param and velocity of the shape of param, for vectors, tables and images"""
    for name, got in zip(("param", "velocity"), step(case), strict=True):
        assert_shape(name, got, case.param.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(descents(axes=2, scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same param and velocity however the arrays lie in memory"""
    rows = {name: np.ascontiguousarray(case[name]) for name in ("param", "velocity")}
    param, velocity = step(case)
    by_rows, velocity_by_rows = step(case, grad=np.ascontiguousarray(case.grads[0]), **rows)
    assert_close("param", param, moved(by_rows, case))
    assert_close("velocity", velocity, velocity_by_rows)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(descents(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same param and velocity for float32 arrays as for float64 arrays, up to rounding"""
    wide = {name: case[name].astype("float64") for name in ("param", "velocity")}
    param, velocity = step(case)
    wide_param, wide_velocity = step(case, grad=case.grads[0].astype("float64"), **wide)
    assert_shape("velocity", wide_velocity, case.velocity.shape)
    assert_close("param", param, np.asarray(moved(wide_param, case), "float32"))
    assert_close("velocity", velocity, np.asarray(wide_velocity, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(descents())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    for name, got in zip(("param", "velocity"), step(case), strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")
