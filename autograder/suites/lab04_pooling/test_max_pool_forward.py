"""max_pool_forward: what is true of every correct answer.

out[n, c, i, j] = max over k < KH, l < KW of x[n, c, i * stride + k, j * stride + l]
Dumoulin & Visin 2016, section 3
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import max_pool_forward

from autograder.suites.lab04_pooling.cases import pools
from autograder.suites.lab04_pooling.definition import max_pool, out_shape
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


def forward(case: Case, **changes: Any) -> Any:
    """The out of a call with some arguments of the case changed."""
    arguments = {**case, **changes}
    out, _ = max_pool_forward(arguments["x"], arguments["kernel"], arguments["stride"])
    return out


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("out", out, out_shape(case.x, case.kernel, case.stride))
    assert np.ptp(out), "out is the same everywhere"
    return out


@weight(2)
@settings(max_examples=4)
@given(pools("touch"))
def test_windows_that_touch(case: Case) -> None:
    """returns the largest value of each window when windows lie side by side: the stride is the kernel"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=5)
@given(pools("overlap"))
def test_windows_that_overlap(case: Case) -> None:
    """returns the largest value of each window when windows overlap: the stride is less than the kernel"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(1)
@settings(max_examples=4)
@given(pools("gap"))
def test_windows_that_leave_gaps(case: Case) -> None:
    """returns the largest value of each window when the stride is more than the kernel"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=5)
@given(pools(pair=True))
def test_a_pair_is_height_and_width(case: Case) -> None:
    """takes a pair as the window's height and width, in this order"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=5)
@given(pools(spare=True))
def test_rows_and_columns_left_over_are_not_read(case: Case) -> None:
    """leaves out the rows and columns at the end that fill no window: output sizes are rounded down"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(2)
@settings(max_examples=4)
@given(pools(negative=True))
def test_the_largest_of_negative_values_is_negative(case: Case) -> None:
    """returns the largest value of windows whose values are all negative"""
    assert_close("out", forward(case), max_pool(case.x, case.kernel, case.stride))


@weight(0.5)
@settings(max_examples=3)
@given(pools("touch"))
def test_a_window_as_large_as_x_sees_all_of_it(case: Case) -> None:
    """accepts a kernel exactly as large as x: one output a channel, its largest value"""
    whole = forward(case, kernel=case.x.shape[2:], stride=1)
    assert_close("out", whole, case.x.max(axis=(2, 3), keepdims=True))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_kernel_higher_than_x_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is higher than x, though not wider"""
    assert_raises(ValueError, max_pool_forward, case.x, (case.x.shape[2] + 1, 1), case.stride)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_kernel_wider_than_x_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is wider than x, though not higher"""
    assert_raises(ValueError, max_pool_forward, case.x, (1, case.x.shape[3] + 1), case.stride)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(pools())
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError when the stride is 0 or negative"""
    assert_raises(ValueError, max_pool_forward, case.x, case.kernel, 0)
    assert_raises(ValueError, max_pool_forward, case.x, case.kernel, -case.stride)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_an_int_is_a_square_window(case: Case) -> None:
    """returns the same for the int k and for the pair (k, k)"""
    out = varied(forward(case), case)
    assert_close("out with a pair", forward(case, kernel=(case.kernel, case.kernel)), out)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_a_constant_added_to_x_is_added_to_out(case: Case) -> None:
    """adds a constant to out when it is added to x"""
    out = varied(forward(case), case)
    assert_close("out of x - 100", forward(case, x=case.x - 100), out - 100)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_x_moved_by_one_stride_moves_out_by_one(case: Case) -> None:
    """moves out by one pixel when x is moved by one stride"""
    out = varied(forward(case), case)
    moved = np.roll(case.x, (case.stride, case.stride), axis=(2, 3))
    assert_close("the rest of out", forward(case, x=moved)[:, :, 1:, 1:], out[:, :, :-1, :-1])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_images_and_channels_are_pooled_by_themselves(case: Case) -> None:
    """pools every channel of every image by itself: exchanging them exchanges the outputs"""
    out = varied(forward(case), case)
    assert_close("out of x with its channels reversed", forward(case, x=case.x[:, ::-1]), out[:, ::-1])
    assert_close("out of the last image alone", forward(case, x=case.x[-1:]), out[-1:])


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(layout="F"))
def test_memory_layout_of_x_does_not_matter(case: Case) -> None:
    """returns the same out however x lies in memory"""
    out = varied(forward(case, x=np.ascontiguousarray(case.x)), case)
    assert_close("out", forward(case), out)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(pools(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out for a float32 array as for a float64 array, up to rounding"""
    out = varied(forward(case, x=case.x.astype("float64")), case)
    assert_close("out", forward(case), out.astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 out for a float64 x"""
    assert_equal("dtype of out", str(np.asarray(forward(case)).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(pools(spare=True))
def test_shape(case: Case) -> None:
    """returns out (N, C, OH, OW), OH = (H - KH) // stride + 1 and OW likewise"""
    assert_shape("out", forward(case), out_shape(case.x, case.kernel, case.stride))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(pools("touch"))
def test_x_stays_as_it_is(case: Case) -> None:
    """leaves x as it is"""
    assert_leaves_arguments_alone(max_pool_forward, case.x, case.kernel, case.stride)
