"""compose_kernels: what is true of every correct answer.

conv(conv(x, w1), w2) = conv(x, w) for every x; padding 0, stride 1, no bias
conv(x, w)[n, f, i, j] = sum over c, k, l of x[n, c, i + k, j + l] * w[f, c, k, l]
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import compose_kernels

from autograder.suites.lab04_pooling.cases import kernel_pairs
from autograder.suites.lab04_pooling.definition import composed, correlated
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


def some_kernel(w: Any, case: Case) -> Any:
    """w, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("w", w, composed(case.w1, case.w2).shape)
    assert np.ptp(w), "w is the same everywhere"
    return w


@weight(4)
@settings(max_examples=6)
@given(kernel_pairs())
def test_one_convolution_does_what_two_do(case: Case) -> None:
    """returns the kernel whose one convolution gives what w1 and then w2 give, for every x"""
    w = compose_kernels(case.w1, case.w2)
    assert_shape("w", w, composed(case.w1, case.w2).shape)
    # Rounded like w: a kernel in float32 is as good as float32 allows.
    out = correlated(case.x, w).astype(np.asarray(w).dtype)
    assert_close("conv(x, w)", out, correlated(correlated(case.x, case.w1), case.w2))


@weight(2)
@settings(max_examples=4)
@given(kernel_pairs())
def test_every_weight_of_the_kernel(case: Case) -> None:
    """returns w (F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1), for kernels of any height and width"""
    assert_close("w", compose_kernels(case.w1, case.w2), composed(case.w1, case.w2))


@weight(1)
@settings(max_examples=4)
@given(kernel_pairs(ones=True))
def test_kernels_of_one_pixel_multiply_as_matrices(case: Case) -> None:
    """multiplies 1x1 kernels as matrices of channels: w2 times w1, summed over the channels in between"""
    matrix = case.w2[:, :, 0, 0] @ case.w1[:, :, 0, 0]
    assert_close("w", compose_kernels(case.w1, case.w2), matrix[:, :, None, None])


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(kernel_pairs())
def test_a_second_kernel_that_copies_changes_nothing(case: Case) -> None:
    """returns w1 itself when w2 is 1x1 and hands every channel on as it is"""
    F1 = len(case.w1)
    assert_close("w", compose_kernels(case.w1, np.eye(F1)[:, :, None, None]), case.w1)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(kernel_pairs())
def test_sums_multiply(case: Case) -> None:
    """keeps sums: those of w over all pixels are the sums of w2 times those of w1, as matrices"""
    w = some_kernel(compose_kernels(case.w1, case.w2), case)
    expected = case.w2.sum(axis=(2, 3)) @ case.w1.sum(axis=(2, 3))
    assert_close("the sums of w", w.sum(axis=(2, 3)), expected)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(kernel_pairs())
def test_w_grows_with_either_kernel(case: Case) -> None:
    """doubles w when w1 is doubled, and also when w2 is"""
    w = some_kernel(compose_kernels(case.w1, case.w2), case)
    assert_close("w of 2 * w1 and w2", compose_kernels(2 * case.w1, case.w2), 2 * w)
    assert_close("w of w1 and 2 * w2", compose_kernels(case.w1, 2 * case.w2), 2 * w)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(kernel_pairs())
def test_three_kernels_compose_in_any_grouping(case: Case) -> None:
    """gives the same for three kernels whichever two are put together first"""
    w3 = np.ascontiguousarray(case.w2.transpose(1, 0, 3, 2))
    left = compose_kernels(some_kernel(compose_kernels(case.w1, case.w2), case), w3)
    right = compose_kernels(case.w1, compose_kernels(case.w2, w3))
    assert_close("w of w1 and (w2 and w3)", right, left)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(kernel_pairs())
def test_channels_that_do_not_match_are_refused(case: Case) -> None:
    """raises ValueError when w2 has not as many input channels as w1 has filters"""
    assert_raises(ValueError, compose_kernels, case.w1, np.concatenate([case.w2, case.w2[:, :1]], axis=1))
    assert_raises(ValueError, compose_kernels, np.concatenate([case.w1, case.w1]), case.w2)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(kernel_pairs(layout="F"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same w however w1 and w2 lie in memory"""
    w = some_kernel(compose_kernels(np.ascontiguousarray(case.w1), np.ascontiguousarray(case.w2)), case)
    assert_close("w", compose_kernels(case.w1, case.w2), w)


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(kernel_pairs(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same w for float32 kernels as for float64 kernels, up to rounding"""
    wide = compose_kernels(case.w1.astype("float64"), case.w2.astype("float64"))
    assert_close("w", compose_kernels(case.w1, case.w2), some_kernel(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(kernel_pairs())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 w for float64 kernels"""
    assert_equal("dtype of w", str(np.asarray(compose_kernels(case.w1, case.w2)).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(kernel_pairs())
def test_shape(case: Case) -> None:
    """returns w (F2, C, KH1 + KH2 - 1, KW1 + KW2 - 1)"""
    assert_shape("w", compose_kernels(case.w1, case.w2), composed(case.w1, case.w2).shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(kernel_pairs())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves w1 and w2 as they are"""
    assert_leaves_arguments_alone(compose_kernels, case.w1, case.w2)
