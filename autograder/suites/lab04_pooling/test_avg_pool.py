"""avg_pool: what is true of every correct avg_pool_forward and avg_pool_backward.

out[n, c, i, j] = 1 / (KH * KW) * sum over k < KH, l < KW of x[n, c, i * stride + k, j * stride + l]
dx[n, c, h, w]  = sum of dout[n, c, i, j] / (KH * KW) over all windows (i, j) that see x[n, c, h, w]
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import avg_pool_backward, avg_pool_forward

from autograder.suites.lab04_pooling.cases import pools
from autograder.suites.lab04_pooling.definition import avg_pool, out_shape, unseen
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


def forward(case: Case, **changes: Any) -> Any:
    """The out of a call with some arguments of the case changed."""
    arguments = {**case, **changes}
    out, _ = avg_pool_forward(arguments["x"], arguments["kernel"], arguments["stride"])
    return out


def after_forward(case: Case, **changes: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    x, kernel, stride = ({**case, **changes}[name] for name in ("x", "kernel", "stride"))
    with builds_on(avg_pool_forward):
        out, cache = avg_pool_forward(x, kernel, stride)
        assert_close("out", out, avg_pool(x, kernel, stride))
    return cache


def check_dx(case: Case) -> None:
    """dx fits the finite differences of the definition."""
    dx = avg_pool_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: avg_pool(x, case.kernel, case.stride), case.dout, x=(case.x, dx))


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("out", out, out_shape(case.x, case.kernel, case.stride))
    assert np.ptp(out), "out is the same everywhere"
    return out


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(2)
@settings(max_examples=4)
@given(pools("touch"))
def test_windows_that_touch(case: Case) -> None:
    """returns the mean of each window when windows lie side by side: the stride is the kernel"""
    assert_close("out", forward(case), avg_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=4)
@given(pools("overlap"))
def test_windows_that_overlap(case: Case) -> None:
    """returns the mean of each window when windows overlap: the stride is less than the kernel"""
    assert_close("out", forward(case), avg_pool(case.x, case.kernel, case.stride))


@weight(1)
@settings(max_examples=3)
@given(pools("gap", negative=True))
def test_windows_that_leave_gaps(case: Case) -> None:
    """returns the mean of each window when the stride is more than the kernel, and pixels lie between windows"""
    assert_close("out", forward(case), avg_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=4)
@given(pools(pair=True))
def test_a_pair_is_height_and_width(case: Case) -> None:
    """takes a pair as the window's height and width, in this order, and divides by their product"""
    assert_close("out", forward(case), avg_pool(case.x, case.kernel, case.stride))


@weight(1)
@settings(max_examples=4)
@given(pools(spare=True))
def test_rows_and_columns_left_over_are_not_read(case: Case) -> None:
    """leaves out the rows and columns at the end that fill no window: output sizes are rounded down"""
    assert_close("out", forward(case), avg_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=3)
@given(pools("touch"))
def test_dx_where_windows_touch(case: Case) -> None:
    """returns dx equal to numerical gradients when windows lie side by side"""
    check_dx(case)


@weight(3)
@settings(max_examples=5)
@given(pools("overlap"))
def test_dx_where_windows_overlap(case: Case) -> None:
    """returns dx equal to numerical gradients when windows overlap: pixels get a share from each of their windows"""
    check_dx(case)


@weight(1)
@settings(max_examples=3)
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


@weight(1)
@settings(max_examples=4)
@given(pools(spare=True))
def test_dx_with_rows_and_columns_left_over(case: Case) -> None:
    """returns dx equal to numerical gradients, 0 in the rows and columns at the end that fill no window"""
    check_dx(case)


@weight(0.5)
@settings(max_examples=2)
@given(pools("touch"))
def test_a_window_as_large_as_x_sees_all_of_it(case: Case) -> None:
    """accepts a kernel exactly as large as x: one output a channel, its mean"""
    whole = forward(case, kernel=case.x.shape[2:], stride=1)
    assert_close("out", whole, case.x.mean(axis=(2, 3), keepdims=True))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_kernel_higher_than_x_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is higher than x, though not wider"""
    assert_raises(ValueError, avg_pool_forward, case.x, (case.x.shape[2] + 1, 1), case.stride)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_kernel_wider_than_x_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is wider than x, though not higher"""
    assert_raises(ValueError, avg_pool_forward, case.x, (1, case.x.shape[3] + 1), case.stride)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError when the stride is 0 or negative"""
    assert_raises(ValueError, avg_pool_forward, case.x, case.kernel, 0)
    assert_raises(ValueError, avg_pool_forward, case.x, case.kernel, -case.stride)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_out_is_linear_in_x(case: Case) -> None:
    """averages, which is linear: out of 10 - 3 x is 10 - 3 out"""
    out = varied(forward(case), case)
    assert_close("out of 10 - 3 * x", forward(case, x=10 - 3 * case.x), 10 - 3 * out)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_all_of_dout_arrives_in_dx(case: Case) -> None:
    """loses nothing and doubles nothing: in every channel dx sums to the same as dout"""
    dx = some_gradient(avg_pool_backward(case.dout, after_forward(case)), case)
    assert_close("the sums of dx", dx.sum(axis=(2, 3)), case.dout.sum(axis=(2, 3)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("gap"))
def test_pixels_between_windows_get_nothing(case: Case) -> None:
    """returns dx 0 for every pixel that no window sees"""
    dx = some_gradient(avg_pool_backward(case.dout, after_forward(case)), case)
    dark = unseen(case.x, case.kernel, case.stride)
    assert_close("dx of pixels that no window sees", dx[dark], np.zeros(int(dark.sum())))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_dx_does_not_depend_on_x(case: Case) -> None:
    """returns the same dx whatever the values of x: only its shape counts"""
    dx = some_gradient(avg_pool_backward(case.dout, after_forward(case)), case)
    assert_close("dx for another x", avg_pool_backward(case.dout, after_forward(case, x=7 - case.x)), dx)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """reads all that it needs from the cache it is given, also when another forward came in between"""
    cache = after_forward(case)
    dx = some_gradient(avg_pool_backward(case.dout, cache), case)
    after_forward(case, x=case.x[:, :, 1:], kernel=1, stride=1)
    assert_close("dx after another forward", avg_pool_backward(case.dout, cache), dx)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(layout="F"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out and dx however x and dout lie in memory"""
    x, dout = np.ascontiguousarray(case.x), np.ascontiguousarray(case.dout)
    by_rows = avg_pool_backward(dout, after_forward(case, x=x))
    assert_close("out", forward(case), varied(forward(case, x=x), case))
    assert_close("dx", avg_pool_backward(case.dout, after_forward(case, x=x)), some_gradient(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out and dx for float32 arrays as for float64 arrays, up to rounding"""
    x, dout = case.x.astype("float64"), case.dout.astype("float64")
    wide = avg_pool_backward(dout, after_forward(case, x=x))
    assert_close("out", forward(case), varied(forward(case, x=x), case).astype("float32"))
    dx = avg_pool_backward(case.dout, after_forward(case))
    assert_close("dx", dx, some_gradient(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 for float64 arrays, out as well as dx"""
    assert_equal("dtype of out", str(np.asarray(forward(case)).dtype), "float64")
    dx = avg_pool_backward(case.dout, after_forward(case))
    assert_equal("dtype of dx", str(np.asarray(dx).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(pools(spare=True))
def test_shapes(case: Case) -> None:
    """returns out (N, C, OH, OW) and dx of the shape of x"""
    assert_shape("out", forward(case), out_shape(case.x, case.kernel, case.stride))
    assert_shape("dx", avg_pool_backward(case.dout, after_forward(case)), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x and dout as they are"""
    assert_leaves_arguments_alone(avg_pool_forward, case.x, case.kernel, case.stride)
    assert_leaves_arguments_alone(avg_pool_backward, case.dout, after_forward(case))
