"""global_avg_pool: what is true of every correct global_avg_pool_forward and global_avg_pool_backward.

out[n, c, 0, 0] = 1 / (H * W) * sum over h, w of x[n, c, h, w]        Lin, Chen & Yan 2013, section 3.2
dx[n, c, h, w]  = dout[n, c, 0, 0] / (H * W)
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import global_avg_pool_backward, global_avg_pool_forward

from autograder.suites.lab04_pooling.cases import maps
from autograder.suites.lab04_pooling.definition import global_avg_pool
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
    """The out of global_avg_pool_forward."""
    out, _ = global_avg_pool_forward(x)
    return out


def after_forward(x: Any) -> Any:
    """The cache of a forward whose values are right, whatever the shape of out; otherwise the case is blocked."""
    with builds_on(global_avg_pool_forward):
        out, cache = global_avg_pool_forward(x)
        assert_close("out", np.ravel(out), np.ravel(global_avg_pool(x)))
    return cache


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("out", out, case.dout.shape)
    assert np.ptp(out), "out is the same everywhere"
    return out


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(3)
@settings(max_examples=5)
@given(maps())
def test_out_is_the_mean_of_each_channel(case: Case) -> None:
    """returns out (N, C, 1, 1): the mean over all pixels of each channel of each image"""
    assert_close("out", forward(case.x), global_avg_pool(case.x))


@weight(1)
@settings(max_examples=3)
@given(maps(negative=True))
def test_means_whatever_the_shape_of_out(case: Case) -> None:
    """returns the mean of every channel of every image, whatever the axes it stands on, also of negative values"""
    assert_close("the values of out", np.ravel(forward(case.x)), np.ravel(global_avg_pool(case.x)))


@weight(3)
@settings(max_examples=5)
@given(maps())
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients"""
    dx = global_avg_pool_backward(case.dout, after_forward(case.x))
    assert_gradients(lambda x: global_avg_pool(x), case.dout, x=(case.x, dx))


@weight(1)
@settings(max_examples=3)
@given(maps())
def test_every_pixel_gets_an_equal_share(case: Case) -> None:
    """gives every pixel of a channel dout / (H * W)"""
    dx = global_avg_pool_backward(case.dout, after_forward(case.x))
    H, W = case.x.shape[2:]
    assert_close("dx", dx, np.zeros(case.x.shape) + case.dout / (H * W))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(maps())
def test_the_order_of_pixels_does_not_matter(case: Case) -> None:
    """returns the same out when the pixels of every channel are put in another order"""
    out = varied(forward(case.x), case)
    assert_close("out of x upside down", forward(case.x[:, :, ::-1, ::-1]), out)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(maps())
def test_all_of_dout_arrives_in_dx(case: Case) -> None:
    """loses nothing and doubles nothing: in every channel dx sums to dout"""
    dx = some_gradient(global_avg_pool_backward(case.dout, after_forward(case.x)), case)
    assert_close("the sums of dx", dx.sum(axis=(2, 3), keepdims=True), case.dout)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(maps())
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """reads all that it needs from the cache it is given, also when another forward came in between"""
    cache = after_forward(case.x)
    dx = some_gradient(global_avg_pool_backward(case.dout, cache), case)
    after_forward(np.repeat(case.x, 2, axis=3))
    assert_close("dx after another forward", global_avg_pool_backward(case.dout, cache), dx)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(maps(layout="strided"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out and dx however x and dout lie in memory"""
    x, dout = np.ascontiguousarray(case.x), np.ascontiguousarray(case.dout)
    turned = np.asfortranarray(case.x)
    by_rows = global_avg_pool_backward(dout, after_forward(x))
    assert_close("out", forward(turned), varied(forward(x), case))
    assert_close("dx", global_avg_pool_backward(case.dout, after_forward(x)), some_gradient(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(maps(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out and dx for float32 arrays as for float64 arrays, up to rounding"""
    x, dout = case.x.astype("float64"), case.dout.astype("float64")
    wide = global_avg_pool_backward(dout, after_forward(x))
    assert_close("out", forward(case.x), varied(forward(x), case).astype("float32"))
    dx = global_avg_pool_backward(case.dout, after_forward(case.x))
    assert_close("dx", dx, some_gradient(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(maps())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 for float64 arrays, out as well as dx"""
    assert_equal("dtype of out", str(np.asarray(forward(case.x)).dtype), "float64")
    dx = global_avg_pool_backward(case.dout, after_forward(case.x))
    assert_equal("dtype of dx", str(np.asarray(dx).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(maps())
def test_shapes(case: Case) -> None:
    """keeps all four axes, returning out (N, C, 1, 1) and dx of the shape of x"""
    assert_shape("out", forward(case.x), case.dout.shape)
    assert_shape("dx", global_avg_pool_backward(case.dout, after_forward(case.x)), case.x.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(maps())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x and dout as they are"""
    assert_leaves_arguments_alone(global_avg_pool_forward, case.x)
    assert_leaves_arguments_alone(global_avg_pool_backward, case.dout, after_forward(case.x))
