"""fuse_batchnorm_conv: what is true of every correct answer.

conv(x; new w, new b) = conv(gamma (x - running_mean) / sqrt(running_var + eps) + beta; w, b) without padding
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import fuse_batchnorm_conv

from autograder.suites.lab05_normalization.cases import convolutions
from autograder.suites.lab05_normalization.definition import convolve, evaluate, scale_and_shift
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    oracle,
    supporting,
    weight,
)

VECTORS = ("gamma", "beta", "running_mean", "running_var")
NAMES = ("w", "b", *VECTORS, "eps")


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of fuse_batchnorm_conv, in order, with some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in NAMES]


def fused(case: Case, **changes: Any) -> tuple[np.ndarray, np.ndarray]:
    """The w and the b that come back, of the right shapes."""
    w, b = fuse_batchnorm_conv(*arguments(case, **changes))
    assert_shape("w", w, case.w.shape)
    assert_shape("b", b, case.b.shape)
    return w, b


@oracle
def one_after_the_other(case: Case, beta: np.ndarray, padding: int) -> np.ndarray:
    """Batch norm of the images with this beta, and then the convolution."""
    x = evaluate(case.x, case.gamma, beta, case.running_mean, case.running_var, case.eps)
    return convolve(x, case.w, case.b, case.stride, padding)


@weight(3)
@settings(max_examples=4)
@given(convolutions(before=True))
def test_one_convolution_does_the_work_of_both(case: Case) -> None:
    """returns a w and a b whose convolution does what batch norm and convolution do, with any stride and no padding"""
    w, b = fused(case)
    assert_close(
        "out of the fused convolution", convolve(case.x, w, b, case.stride, 0), one_after_the_other(case, case.beta, 0)
    )


@weight(1)
@settings(max_examples=2)
@given(convolutions(before=True))
def test_padding_does_no_harm_when_batch_norm_does_not_shift(case: Case) -> None:
    """returns a w and a b that are right with padding, too, when batch norm takes 0 to 0"""
    scale, _ = scale_and_shift(*(case[name] for name in VECTORS), case.eps)
    beta = case.running_mean * scale
    w, b = fused(case, beta=beta)
    both = one_after_the_other(case, beta, case.padding)
    assert_close("out of the fused convolution", convolve(case.x, w, b, case.stride, case.padding), both)


@weight(2)
@settings(max_examples=3)
@given(convolutions(before=True))
def test_every_input_channel_is_scaled(case: Case) -> None:
    """multiplies w by gamma / sqrt(running_var + eps) of the input channel that each weight is for"""
    w, _ = fused(case)
    scale, _ = scale_and_shift(*(case[name] for name in VECTORS), case.eps)
    assert_close("w", w, case.w * scale[:, None, None], rtol=1e-12, atol=0)


@weight(2)
@settings(max_examples=3)
@given(convolutions(before=True))
def test_b_takes_up_the_shift_of_every_window(case: Case) -> None:
    """adds to b what batch norm adds to x: the sum of w * (beta - running_mean * gamma / sqrt(running_var + eps))"""
    _, b = fused(case)
    _, shift = scale_and_shift(*(case[name] for name in VECTORS), case.eps)
    assert_close("b", b, case.b + (case.w * shift[:, None, None]).sum(axis=(1, 2, 3)))


@weight(1.5)
@settings(max_examples=3)
@given(convolutions(before=True, large_eps=True))
def test_eps_is_added_to_running_var_inside_the_root(case: Case) -> None:
    """divides by sqrt(running_var + eps), which matters when running_var is as small as eps"""
    w, b = fused(case)
    scale, shift = scale_and_shift(*(case[name] for name in VECTORS), case.eps)
    assert_close("w", w, case.w * scale[:, None, None])
    assert_close("b", b, case.b + (case.w * shift[:, None, None]).sum(axis=(1, 2, 3)))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(convolutions(before=True))
def test_batch_norm_that_does_nothing_changes_nothing(case: Case) -> None:
    """returns w and b as they were when batch norm does nothing, with gamma = sqrt(running_var + eps)"""
    gamma = np.sqrt(case.running_var + case.eps)
    w, b = fused(case, gamma=gamma, beta=case.running_mean)
    assert_close("w", w, case.w)
    assert_close("b", b, case.b)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(convolutions(before=True, scattered=True))
def test_memory_layout_of_w_does_not_matter(case: Case) -> None:
    """returns the same w and b whether w lies in memory row by row or in another order with gaps"""
    w, b = fused(case)
    w_by_rows, b_by_rows = fused(case, w=np.ascontiguousarray(case.w))
    assert_close("w", w, w_by_rows)
    assert_close("b", b, b_by_rows)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(convolutions(before=True, dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same w and b for float32 arrays as for float64 arrays, up to rounding"""
    w, b = fused(case)
    wide_w, wide_b = fused(case, **{name: case[name].astype("float64") for name in NAMES[:-1]})
    assert_close("w", w, wide_w.astype("float32"))
    assert_close("b", b, wide_b.astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(convolutions(before=True))
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    for name, got in zip(("w", "b"), fuse_batchnorm_conv(*arguments(case)), strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(convolutions(before=True))
def test_shapes(case: Case) -> None:
    """returns w (F, C, KH, KW) and b (F,)"""
    w, b = fuse_batchnorm_conv(*arguments(case))
    assert_shape("w", w, case.w.shape)
    assert_shape("b", b, case.b.shape)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(convolutions(before=True))
def test_arguments_stay_as_they_are(case: Case) -> None:
    """changes none of its arguments"""
    assert_leaves_arguments_alone(fuse_batchnorm_conv, *arguments(case))
