"""max_pool_backward: what is true of every correct answer.

dx[n, c, h, w] = sum of dout[n, c, i, j] over all windows (i, j) whose maximum is x[n, c, h, w]
The largest values differ from all others by far more than the step of finite differences.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import max_pool_backward, max_pool_forward

from autograder.suites.lab04_pooling.cases import peaks, pools
from autograder.suites.lab04_pooling.definition import max_pool, never_the_largest, unseen
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


def after_forward(case: Case, **changes: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    x, kernel, stride = ({**case, **changes}[name] for name in ("x", "kernel", "stride"))
    with builds_on(max_pool_forward):
        out, cache = max_pool_forward(x, kernel, stride)
        assert_close("out", out, max_pool(x, kernel, stride))
    return cache


def check_dx(case: Case) -> None:
    """dx fits the finite differences of the definition."""
    dx = max_pool_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: max_pool(x, case.kernel, case.stride), case.dout, x=(case.x, dx))


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(2)
@settings(max_examples=4)
@given(pools("touch"))
def test_dx_where_windows_touch(case: Case) -> None:
    """returns dx equal to numerical gradients when windows lie side by side"""
    check_dx(case)


@weight(3)
@settings(max_examples=5)
@given(pools("overlap"))
def test_dx_where_windows_overlap(case: Case) -> None:
    """returns dx equal to numerical gradients when windows overlap, and one pixel can be the maximum of several"""
    check_dx(case)


@weight(1)
@settings(max_examples=4)
@given(pools("gap"))
def test_dx_where_windows_leave_gaps(case: Case) -> None:
    """returns dx equal to numerical gradients when pixels lie between windows"""
    check_dx(case)


@weight(2)
@settings(max_examples=5)
@given(pools(pair=True))
def test_dx_for_windows_that_are_not_square(case: Case) -> None:
    """returns dx equal to numerical gradients for a kernel (KH, KW) with KH and KW unequal"""
    check_dx(case)


@weight(2)
@settings(max_examples=4)
@given(pools(spare=True))
def test_dx_with_rows_and_columns_left_over(case: Case) -> None:
    """returns dx equal to numerical gradients, 0 in the rows and columns at the end that fill no window"""
    check_dx(case)


@weight(1)
@settings(max_examples=3)
@given(pools(negative=True))
def test_dx_for_negative_values(case: Case) -> None:
    """returns dx equal to numerical gradients when all values of x are negative"""
    check_dx(case)


@weight(2)
@settings(max_examples=3)
@given(peaks())
def test_a_maximum_of_several_windows_gets_all_their_gradients(case: Case) -> None:
    """adds up the gradients of all windows that share their maximum, here one pixel that every window sees"""
    dx = max_pool_backward(case.dout, after_forward(case))
    expected = np.zeros(case.x.shape)
    expected[:, :, case.peak[0], case.peak[1]] = case.dout.sum(axis=(2, 3))
    assert_close("dx", dx, expected)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_all_of_dout_arrives_in_dx(case: Case) -> None:
    """loses nothing and doubles nothing: in every channel dx sums to the same as dout when no two values are equal"""
    dx = some_gradient(max_pool_backward(case.dout, after_forward(case)), case)
    assert_close("the sums of dx", dx.sum(axis=(2, 3)), case.dout.sum(axis=(2, 3)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_only_maxima_get_gradient(case: Case) -> None:
    """returns dx 0 for every pixel that is the maximum of no window"""
    dx = some_gradient(max_pool_backward(case.dout, after_forward(case)), case)
    never = never_the_largest(case.x, case.kernel, case.stride)
    assert_close("dx of pixels that are no maximum", dx[never], np.zeros(int(never.sum())))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("overlap"))
def test_equal_maxima_share_what_no_other_pixel_gets(case: Case) -> None:
    """gives the gradient of a window with several equal maxima to one or all of them, and to no other pixel"""
    # Up to four neighbours are equal; which of them get something is left open.
    x = np.floor(case.x / case.x.max() * 5)
    dx = some_gradient(max_pool_backward(case.dout, after_forward(case, x=x)), case)
    never = never_the_largest(x, case.kernel, case.stride)
    assert_close("dx of pixels that are no maximum", dx[never], np.zeros(int(never.sum())))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools("gap"))
def test_pixels_between_windows_get_nothing(case: Case) -> None:
    """returns dx 0 for every pixel that no window sees"""
    dx = some_gradient(max_pool_backward(case.dout, after_forward(case)), case)
    dark = unseen(case.x, case.kernel, case.stride)
    assert_close("dx of pixels that no window sees", dx[dark], np.zeros(int(dark.sum())))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_dx_grows_with_dout(case: Case) -> None:
    """returns -3 dx for -3 dout"""
    cache = after_forward(case)
    dx = some_gradient(max_pool_backward(case.dout, cache), case)
    assert_close("dx of -3 * dout", max_pool_backward(-3 * case.dout, cache), -3 * dx)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """reads all that it needs from the cache it is given, also when another forward came in between"""
    cache = after_forward(case)
    dx = some_gradient(max_pool_backward(case.dout, cache), case)
    after_forward(case, x=case.x[:, :, ::-1], kernel=1, stride=1)
    assert_close("dx after another forward", max_pool_backward(case.dout, cache), dx)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_forward(case)
    dx = some_gradient(max_pool_backward(case.dout, cache), case)
    assert_close("dx of the second call", max_pool_backward(case.dout, cache), dx)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(layout="F"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same dx however x and dout lie in memory"""
    by_rows = max_pool_backward(np.ascontiguousarray(case.dout), after_forward(case, x=np.ascontiguousarray(case.x)))
    assert_close("dx", max_pool_backward(case.dout, after_forward(case)), some_gradient(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same dx for float32 arrays as for float64 arrays, up to rounding"""
    wide = max_pool_backward(case.dout.astype("float64"), after_forward(case, x=case.x.astype("float64")))
    dx = max_pool_backward(case.dout, after_forward(case))
    assert_close("dx", dx, some_gradient(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 dx for float64 arrays"""
    dx = max_pool_backward(case.dout, after_forward(case))
    assert_equal("dtype of dx", str(np.asarray(dx).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(pools(spare=True))
def test_shape(case: Case) -> None:
    """returns dx of the shape of x"""
    assert_shape("dx", max_pool_backward(case.dout, after_forward(case)), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(max_pool_backward, case.dout, after_forward(case))
