"""tanh_forward and tanh_backward: what is true of every correct answer.

out = tanh(x),  dx = dout * tanh'(x),  element by element
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import tanh_backward, tanh_forward

from autograder.suites.lab01_backprop.cases import activations
from autograder.suites.lab01_backprop.definition import tanh, tanh_slope
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


def forward(x: Any) -> Any:
    """out of x."""
    out, _ = tanh_forward(x)
    return out


def after_forward(x: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    with builds_on(tanh_forward):
        out, cache = tanh_forward(x)
        assert_close("out", out, tanh(x))
    return cache


def varied(name: str, got: Any, case: Case) -> Any:
    """An array of the shape of x, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape(name, got, case.x.shape)
    assert np.ptp(got), f"{name} is the same everywhere"
    return got


@weight(3)
@settings(max_examples=5)
@given(activations())
def test_out_is_tanh(case: Case) -> None:
    """returns out = tanh(x), number by number"""
    assert_close("out", forward(case.x), tanh(case.x))


@weight(4)
@settings(max_examples=5)
@given(activations())
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients"""
    dx = tanh_backward(case.dout, after_forward(case.x))
    assert_gradients(tanh, case.dout, x=(case.x, dx))


@weight(1)
@settings(max_examples=3)
@given(activations(scale=3.0))
def test_dx_fades_as_tanh_saturates(case: Case) -> None:
    """returns dx = dout / cosh(x)^2, also where tanh is nearly flat"""
    dx = tanh_backward(case.dout, after_forward(case.x))
    assert_close("dx", dx, case.dout * tanh_slope(case.x))


@supporting
@weight(1)
@settings(max_examples=3)
@given(activations(scale=1000.0))
def test_large_numbers_do_not_overflow(case: Case) -> None:
    """returns -1 or 1 for numbers of any size, not nan"""
    assert_close("out", forward(case.x), tanh(case.x))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(activations(scale=1000.0))
def test_nothing_passes_where_tanh_is_flat(case: Case) -> None:
    """returns dx = 0 where x is so large that tanh is flat, not nan"""
    assert_close("dx", tanh_backward(case.dout, after_forward(case.x)), np.zeros_like(case.x))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_tanh_is_odd(case: Case) -> None:
    """returns -tanh(x) for -x"""
    assert_close("out of -x", forward(-case.x), -varied("out", forward(case.x), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_dx_grows_with_dout(case: Case) -> None:
    """returns -3 * dx for -3 * dout"""
    dx = tanh_backward(case.dout, after_forward(case.x))
    more = tanh_backward(-3 * case.dout, after_forward(case.x))
    assert_close("dx of -3 * dout", more, -3 * varied("dx", dx, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_the_cache_belongs_to_its_forward(case: Case) -> None:
    """takes what it needs from the cache, whatever forward passes have come since"""
    cache = after_forward(case.x)
    dx = tanh_backward(case.dout, cache)
    after_forward(case.x2)
    assert_close("dx after another forward", tanh_backward(case.dout, cache), varied("dx", dx, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_forward(case.x)
    dx = tanh_backward(case.dout, cache)
    assert_close("dx of the second call", tanh_backward(case.dout, cache), varied("dx", dx, case))


@supporting
@weight(0.25)
@settings(max_examples=4)
@given(activations())
def test_shapes(case: Case) -> None:
    """returns out and dx of the shape of x, for vectors, tables and images"""
    assert_shape("out", forward(case.x), case.x.shape)
    assert_shape("dx", tanh_backward(case.dout, after_forward(case.x)), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations(axes=2, scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out and dx however x and dout lie in memory"""
    by_rows = np.ascontiguousarray(case.x)
    assert_close("out", forward(case.x), varied("out", forward(by_rows), case))
    dx = tanh_backward(np.ascontiguousarray(case.dout), after_forward(by_rows))
    assert_close("dx", tanh_backward(case.dout, after_forward(case.x)), varied("dx", dx, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out and dx for float32 arrays as for float64 arrays, up to rounding"""
    wide = case.x.astype("float64")
    assert_close("out", forward(case.x), np.asarray(varied("out", forward(wide), case), "float32"))
    dx = tanh_backward(case.dout.astype("float64"), after_forward(wide))
    narrow = tanh_backward(case.dout, after_forward(case.x))
    assert_close("dx", narrow, np.asarray(varied("dx", dx, case), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    assert_equal("dtype of out", str(np.asarray(forward(case.x)).dtype), "float64")
    dx = tanh_backward(case.dout, after_forward(case.x))
    assert_equal("dtype of dx", str(np.asarray(dx).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_x_stays_as_it_is(case: Case) -> None:
    """leaves x as it is"""
    assert_leaves_arguments_alone(tanh_forward, case.x)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(activations())
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(tanh_backward, case.dout, after_forward(case.x))
