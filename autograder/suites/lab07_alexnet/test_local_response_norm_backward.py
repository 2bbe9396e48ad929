"""local_response_norm_backward: what is true of every correct answer.

s[c]  = k + alpha * sum of x[j]^2 over the window of c
dx[i] = dout[i] s[i]^-beta - 2 alpha beta x[i] * sum over c whose window holds i of dout[c] x[c] s[c]^(-beta - 1)
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import local_response_norm_backward, local_response_norm_forward

from autograder.suites.lab07_alexnet.cases import feature_maps, lone_gradients
from autograder.suites.lab07_alexnet.definition import normalised
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

NAMES = ("x", "size", "alpha", "beta", "k")


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of local_response_norm_forward, in order, with some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in NAMES]


def after_forward(case: Case, **changes: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    with builds_on(local_response_norm_forward):
        out, cache = local_response_norm_forward(*arguments(case, **changes))
        assert_close("out", out, normalised(*arguments(case, **changes)))
    return cache


def check_dx(case: Case, **changes: Any) -> None:
    """dx fits the finite differences of the definition."""
    dx = local_response_norm_backward(case.dout, after_forward(case, **changes))
    others = arguments(case, **changes)[1:]
    assert_gradients(lambda x: normalised(x, *others), case.dout, x=(case.x, dx))


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be dout times a constant: that would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert np.ptp(dx / case.dout) > 1e-6, "dx is dout times a constant"
    return dx


@weight(4)
@settings(max_examples=4)
@given(feature_maps())
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients, where a channel stands in the sums of its neighbours, too"""
    check_dx(case)


@weight(2)
@settings(max_examples=4)
@given(feature_maps("cut off"))
def test_dx_where_windows_are_cut_off(case: Case) -> None:
    """returns dx equal to numerical gradients when the window is wider than the channels are many"""
    check_dx(case)


@weight(2)
@settings(max_examples=3)
@given(lone_gradients())
def test_neighbours_get_gradient(case: Case) -> None:
    """returns dx equal to numerical gradients when dout is 0 but for one channel: its neighbours get gradient, too"""
    check_dx(case)


@weight(1.5)
@settings(max_examples=3)
@given(feature_maps())
def test_dx_with_a_window_of_one_channel(case: Case) -> None:
    """returns dx equal to numerical gradients when size is 1: a channel stands in its own sum only"""
    check_dx(case, size=1)


@weight(1)
@settings(max_examples=2)
@given(feature_maps(alexnets=True))
def test_dx_with_alexnets_numbers(case: Case) -> None:
    """returns dx equal to numerical gradients with the numbers of AlexNet"""
    check_dx(case)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(feature_maps())
def test_without_alpha_only_the_direct_path_is_left(case: Case) -> None:
    """returns dout / k^beta when alpha is 0"""
    dx = local_response_norm_backward(case.dout, after_forward(case, alpha=0.0))
    assert_close("dx", dx, case.dout / case.k**case.beta)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps(batch=(3, 7)))
def test_pixels_and_images_do_not_meet(case: Case) -> None:
    """gives a pixel the same dx alone as among others: only channels meet"""
    dx = some_gradient(local_response_norm_backward(case.dout, after_forward(case)), case)
    cache = after_forward(case, x=case.x[1:2, :, -1:, -1:])
    alone = local_response_norm_backward(case.dout[1:2, :, -1:, -1:], cache)
    assert_close("dx of one pixel alone", alone, dx[1:2, :, -1:, -1:])


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps())
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """reads all that it needs from the cache it is given, also when another forward came in between"""
    cache = after_forward(case)
    dx = some_gradient(local_response_norm_backward(case.dout, cache), case)
    after_forward(case, x=case.x[:, ::-1], size=1, k=case.k + 1)
    assert_close("dx after another forward", local_response_norm_backward(case.dout, cache), dx)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps())
def test_dx_grows_with_dout(case: Case) -> None:
    """returns -3 dx for -3 dout, also in a second call with the same cache"""
    cache = after_forward(case)
    dx = some_gradient(local_response_norm_backward(case.dout, cache), case)
    assert_close("dx of -3 * dout", local_response_norm_backward(-3 * case.dout, cache), -3 * dx)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(feature_maps(dtype="float32", layout="F"))
def test_memory_layout_and_dtype_do_not_matter(case: Case) -> None:
    """returns the same dx however x and dout lie in memory, and for float32 as for float64, up to rounding"""
    x, dout = case.x.astype("float64"), case.dout.astype("float64")
    plain = local_response_norm_backward(np.ascontiguousarray(dout), after_forward(case, x=np.ascontiguousarray(x)))
    some_gradient(plain, case)
    assert_close("dx", local_response_norm_backward(dout, after_forward(case, x=x)), plain)
    narrow = local_response_norm_backward(case.dout, after_forward(case))
    assert_close("dx of float32", narrow, np.asarray(plain, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(feature_maps())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 dx for float64 arrays"""
    dx = local_response_norm_backward(case.dout, after_forward(case))
    assert_equal("dtype of dx", str(np.asarray(dx).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(feature_maps("cut off"))
def test_shape(case: Case) -> None:
    """returns dx of the shape of x"""
    assert_shape("dx", local_response_norm_backward(case.dout, after_forward(case)), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(feature_maps())
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(local_response_norm_backward, case.dout, after_forward(case))
