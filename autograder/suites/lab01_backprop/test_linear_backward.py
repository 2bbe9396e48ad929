"""linear_backward: what is true of every correct answer.

dx, dw and db are the gradients of L with respect to x, w and b for dout = dL/dout, where out = x w + b.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import linear_backward, linear_forward

from autograder.suites.lab01_backprop.cases import layers
from autograder.suites.lab01_backprop.definition import linear
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_gradients,
    assert_leaves_arguments_alone,
    assert_shape,
    builds_on,
    supporting,
    weight,
)

NAMES = ("dx", "dw", "db")


def after_forward(case: Case, **changes: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    values = {**case, **changes}
    x, w, b = values["x"], values["w"], values["b"]
    with builds_on(linear_forward):
        out, cache = linear_forward(x, w, b)
        assert_close("out", out, linear(x, w, b))
    return cache


def some_gradient(name: str, gradient: Any, value: Any) -> Any:
    """A gradient, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape(name, gradient, value.shape)
    assert gradient.any(), f"{name} is 0 everywhere"
    return gradient


@weight(3)
@settings(max_examples=5)
@given(layers())
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients: a feature acts on every unit, through its weights"""
    dx, _, _ = linear_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: linear(x, case.w, case.b), case.dout, x=(case.x, dx))


@weight(3)
@settings(max_examples=5)
@given(layers())
def test_dw_is_the_gradient_of_w(case: Case) -> None:
    """returns dw equal to numerical gradients: a weight acts on every sample of the batch"""
    _, dw, _ = linear_backward(case.dout, after_forward(case))
    assert_gradients(lambda w: linear(case.x, w, case.b), case.dout, w=(case.w, dw))


@weight(2)
@settings(max_examples=5)
@given(layers())
def test_db_is_the_gradient_of_b(case: Case) -> None:
    """returns db equal to numerical gradients: a bias acts on every sample of the batch"""
    _, _, db = linear_backward(case.dout, after_forward(case))
    assert_gradients(lambda b: linear(case.x, case.w, b), case.dout, b=(case.b, db))


@weight(1)
@settings(max_examples=3)
@given(layers(rows=(1, 1)))
def test_a_batch_of_one(case: Case) -> None:
    """returns the gradients of a batch of one, as arrays of two axes and of one"""
    dx, dw, db = linear_backward(case.dout, after_forward(case))
    assert_gradients(linear, case.dout, x=(case.x, dx), w=(case.w, dw), b=(case.b, db))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_the_way_back_is_the_adjoint(case: Case) -> None:
    """gives sum(dout * x w) = sum(dx * x) = sum(dw * w), as x w is linear in x and in w"""
    dx, dw, _ = linear_backward(case.dout, after_forward(case))
    product = float(np.sum(case.dout * linear(case.x, case.w, np.zeros_like(case.b))))
    # The sum may cancel, its terms do not.
    size = 1e-9 * float(np.sum(np.abs(case.dout)) * np.abs(case.x).sum(axis=1).max() * np.abs(case.w).max())
    assert_close("sum of dx * x", np.sum(some_gradient("dx", dx, case.x) * case.x), product, atol=size)
    assert_close("sum of dw * w", np.sum(some_gradient("dw", dw, case.w) * case.w), product, atol=size)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_gradients_add_up(case: Case) -> None:
    """returns for dout + dout2 the sum of what it returns for dout and for dout2"""
    one, other, both = (
        linear_backward(dout, after_forward(case)) for dout in (case.dout, case.dout2, case.dout + case.dout2)
    )
    for name, first, second, together in zip(NAMES, one, other, both, strict=True):
        value = case[name[1:]]
        total = some_gradient(name, first, value) + some_gradient(name, second, value)
        assert_close(f"{name} of dout + dout2", together, total)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_the_cache_belongs_to_its_forward(case: Case) -> None:
    """takes what it needs from the cache, whatever forward passes have come since"""
    cache = after_forward(case)
    dx, dw, _ = linear_backward(case.dout, cache)
    after_forward(case, x=case.x2, w=2 * case.w)
    again, dw_again, _ = linear_backward(case.dout, cache)
    assert_close("dx after another forward", again, some_gradient("dx", dx, case.x))
    assert_close("dw after another forward", dw_again, some_gradient("dw", dw, case.w))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_forward(case)
    first, second = linear_backward(case.dout, cache), linear_backward(case.dout, cache)
    for name, one, other in zip(NAMES, first, second, strict=True):
        assert_close(f"{name} of the second call", other, some_gradient(name, one, case[name[1:]]))


@supporting
@weight(0.5)
@settings(max_examples=4)
@given(layers(rows=(1, 7)))
def test_gradients_have_the_shapes_of_what_they_belong_to(case: Case) -> None:
    """returns dx (N, D), dw (D, M) and db (M,): a gradient has the shape of what it belongs to"""
    for name, got in zip(NAMES, linear_backward(case.dout, after_forward(case)), strict=True):
        assert_shape(name, got, case[name[1:]].shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers(scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same gradients however dout, x and w lie in memory"""
    got = linear_backward(case.dout, after_forward(case))
    cache = after_forward(case, x=np.ascontiguousarray(case.x), w=np.ascontiguousarray(case.w))
    by_rows = linear_backward(np.ascontiguousarray(case.dout), cache)
    for name, one, other in zip(NAMES, got, by_rows, strict=True):
        assert_close(name, one, some_gradient(name, other, case[name[1:]]))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same gradients for float32 arrays as for float64 arrays, up to rounding"""
    narrow = linear_backward(case.dout, after_forward(case))
    cache = after_forward(case, **{name: case[name].astype("float64") for name in ("x", "w", "b")})
    wide = linear_backward(case.dout.astype("float64"), cache)
    for name, one, other in zip(NAMES, narrow, wide, strict=True):
        assert_close(name, one, np.asarray(some_gradient(name, other, case[name[1:]]), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 gradients for float64 arrays"""
    for name, got in zip(NAMES, linear_backward(case.dout, after_forward(case)), strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(layers())
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(linear_backward, case.dout, after_forward(case))
