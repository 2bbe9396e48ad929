"""conv_backward: what is true of every correct answer.

dx, dw and db are the gradients of L for dout = dL/dout         Goodfellow, Bengio & Courville (2016), section 9.5
A convolution is linear in x and in w: finite differences are exact but for rounding.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import conv_backward, conv_forward

from autograder.suites.lab03_convolution.cases import anything, images
from autograder.suites.lab03_convolution.definition import conv, covered
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
    values = {**case, **changes}
    arguments = [values[name] for name in ("x", "w", "b", "stride", "padding")]
    with builds_on(conv_forward):
        out, cache = conv_forward(*arguments)
        assert_close("out", out, conv(*arguments))
    return cache


def check_dx(case: Case) -> None:
    """Compare dx with finite differences of the definition."""
    dx, _, _ = conv_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: conv(x, case.w, case.b, case.stride, case.padding), case.dout, x=(case.x, dx))


def check_dw(case: Case) -> None:
    """Compare dw with finite differences of the definition."""
    _, dw, _ = conv_backward(case.dout, after_forward(case))
    assert_gradients(lambda w: conv(case.x, w, case.b, case.stride, case.padding), case.dout, w=(case.w, dw))


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(3)
@settings(max_examples=4)
@given(images())
def test_dx_adds_up_what_all_windows_of_a_pixel_send_back(case: Case) -> None:
    """returns dx equal to numerical gradients where windows overlap: what they send back is added up (stride 1)"""
    check_dx(case)


@weight(2)
@settings(max_examples=4)
@given(images(paddings=(2, 3)))
def test_dx_is_cut_out_of_the_padded_gradient(case: Case) -> None:
    """returns dx equal to numerical gradients for a padding of 2 or 3: the part without the padding"""
    check_dx(case)


@weight(2)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), remainder=False))
def test_dx_follows_the_stride(case: Case) -> None:
    """returns dx equal to numerical gradients for strides of 2 and more, below and above the size of the kernel"""
    check_dx(case)


@weight(1.5)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), paddings=(0, 2), remainder=True))
def test_dx_is_as_large_as_x_where_pixels_are_left_over(case: Case) -> None:
    """returns a dx as large as x, equal to numerical gradients, where the stride leaves pixels over at the end"""
    check_dx(case)


@weight(2)
@settings(max_examples=4)
@given(images())
def test_dw_is_the_gradient_of_w(case: Case) -> None:
    """returns dw equal to numerical gradients: the windows times dout, summed over samples and places (stride 1)"""
    check_dw(case)


@weight(1.5)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), paddings=(2, 3)))
def test_dw_follows_stride_and_padding(case: Case) -> None:
    """returns dw equal to numerical gradients for any stride and padding"""
    check_dw(case)


@weight(1)
@settings(max_examples=4)
@given(anything())
def test_db_is_the_gradient_of_b(case: Case) -> None:
    """returns db equal to numerical gradients: the sum of dout over samples, rows and columns"""
    _, _, db = conv_backward(case.dout, after_forward(case))
    assert_gradients(lambda b: conv(case.x, case.w, b, case.stride, case.padding), case.dout, b=(case.b, db))


@weight(1)
@settings(max_examples=4)
@given(anything())
def test_gradients_of_any_size(case: Case) -> None:
    """returns dx and dw equal to numerical gradients, also for a kernel, an output or a batch of one"""
    dx, dw, _ = conv_backward(case.dout, after_forward(case))
    assert_gradients(
        lambda x, w: conv(x, w, case.b, case.stride, case.padding), case.dout, x=(case.x, dx), w=(case.w, dw)
    )


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(3, 4), paddings=(0, 2), remainder=True))
def test_a_pixel_under_no_window_gets_no_gradient(case: Case) -> None:
    """returns dx of 0 at the pixels that no window covers, between the windows or at the end"""
    dx, _, _ = conv_backward(case.dout, after_forward(case))
    seen = covered(case.x, case.w, case.stride, case.padding)
    outside = some_gradient(dx, case)[:, :, ~seen]
    assert_close("dx where there is no window", outside, np.zeros_like(outside), atol=1e-12)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_dx_is_the_adjoint_of_the_convolution(case: Case) -> None:
    """carries dout back by the transposed map: the sum of dx * x2 is that of dout * out(x2) without its bias"""
    dx, _, _ = conv_backward(case.dout, after_forward(case))
    out = conv(case.x2, case.w, np.zeros_like(case.b), case.stride, case.padding)
    assert_close("sum of dx * x2", (some_gradient(dx, case) * case.x2).sum(), (case.dout * out).sum(), rtol=1e-7)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_dx_does_not_depend_on_x(case: Case) -> None:
    """returns the same dx whatever x is: a convolution is linear in x"""
    dx, _, _ = conv_backward(case.dout, after_forward(case))
    again, _, _ = conv_backward(case.dout, after_forward(case, x=case.x2))
    assert_close("dx with another x", again, some_gradient(dx, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_dw_does_not_depend_on_w(case: Case) -> None:
    """returns the same dw whatever w is: a convolution is linear in w"""
    dx, dw, _ = conv_backward(case.dout, after_forward(case))
    _, again, _ = conv_backward(case.dout, after_forward(case, w=case.w2))
    some_gradient(dx, case)
    assert_close("dw with another w", again, dw)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """keeps what backward needs in the cache, so that another forward in between changes nothing"""
    cache = after_forward(case)
    after_forward(case, x=case.x2, w=case.w2)
    dx, dw, _ = conv_backward(case.dout, cache)
    fresh, dw_fresh, _ = conv_backward(case.dout, after_forward(case))
    assert_close("dx after another forward", dx, some_gradient(fresh, case))
    assert_close("dw after another forward", dw, dw_fresh)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_forward(case)
    dx, dw, _ = conv_backward(case.dout, cache)
    again, dw_again, _ = conv_backward(case.dout, cache)
    assert_close("dx of the second call", again, some_gradient(dx, case))
    assert_close("dw of the second call", dw_again, dw)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), layout="strided"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same gradients whether x, w and dout lie in memory without gaps or with them"""
    check_layout(case)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), layout="F"))
def test_order_of_memory_does_not_matter(case: Case) -> None:
    """returns the same gradients whether x, w and dout lie in memory by rows or by columns"""
    check_layout(case)


def check_layout(case: Case) -> None:
    """Compare with the gradients for the same numbers in C order."""
    dx, dw, db = conv_backward(case.dout, after_forward(case))
    cache = after_forward(case, x=np.ascontiguousarray(case.x), w=np.ascontiguousarray(case.w))
    dense = conv_backward(np.ascontiguousarray(case.dout), cache)
    some_gradient(dense[0], case)
    for name, got, expected in zip(("dx", "dw", "db"), (dx, dw, db), dense, strict=True):
        assert_close(name, got, expected)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same gradients for float32 arrays as for float64 arrays, up to rounding"""
    narrow = conv_backward(case.dout, after_forward(case))
    wide_case = {name: case[name].astype("float64") for name in ("x", "w", "b")}
    wide = conv_backward(case.dout.astype("float64"), after_forward(case, **wide_case))
    some_gradient(wide[0], case)
    for name, got, expected in zip(("dx", "dw", "db"), narrow, wide, strict=True):
        assert_shape(name, got, np.shape(expected))
        assert_close(name, got, np.asarray(expected, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(anything())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 gradients for float64 arrays"""
    gradients = conv_backward(case.dout, after_forward(case))
    for name, got in zip(("dx", "dw", "db"), gradients, strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(anything())
def test_shapes(case: Case) -> None:
    """returns dx (N, C, H, W), dw (F, C, KH, KW) and db (F,): gradients have the shape of what they belong to"""
    dx, dw, db = conv_backward(case.dout, after_forward(case))
    assert_shape("dx", dx, case.x.shape)
    assert_shape("dw", dw, case.w.shape)
    assert_shape("db", db, case.b.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(conv_backward, case.dout, after_forward(case))
