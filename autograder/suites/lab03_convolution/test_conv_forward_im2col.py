"""conv_forward_im2col: what is true of every correct answer.

out = columns @ W + b, and a cache that conv_backward takes     Chellapilla, Puri & Simard (2006)
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import conv_backward, conv_forward, conv_forward_im2col, conv_output_size

from autograder.suites.lab03_convolution.cases import anything, images, impossible
from autograder.suites.lab03_convolution.definition import conv
from autograder.suites.lab03_convolution.sizes import sized_by
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


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of conv_forward_im2col, in order, some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in ("x", "w", "b", "stride", "padding")]


def forward(case: Case, **changes: Any) -> Any:
    """Call conv_forward_im2col on the case; only out."""
    out, _ = conv_forward_im2col(*arguments(case, **changes))
    return out


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same at every place: a constant would keep many a promise."""
    assert_shape("out", out, conv(*arguments(case)).shape)
    assert np.ptp(out, axis=(2, 3)).all(), "out is the same at every place"
    return out


def check(case: Case) -> None:
    """Compare with the definition."""
    with sized_by(conv_output_size, case):
        assert_close("out", forward(case), conv(*arguments(case)))


@weight(3)
@settings(max_examples=4)
@given(images())
def test_windows_become_rows_and_rows_become_pixels(case: Case) -> None:
    """gives the convolution at stride 1 without padding: every number of out stands where its window stood"""
    check(case)


@weight(1.5)
@settings(max_examples=3)
@given(images(paddings=(2, 3)))
def test_zeros_surround_the_image(case: Case) -> None:
    """gives the convolution for a padding of 2 or 3"""
    check(case)


@weight(1.5)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), remainder=False))
def test_the_window_moves_by_the_stride(case: Case) -> None:
    """gives the convolution for strides of 2 and more"""
    check(case)


@weight(1.5)
@settings(max_examples=3)
@given(images(strides=(2, 3, 4), paddings=(0, 2), remainder=True))
def test_pixels_left_over_at_the_end_are_left_out(case: Case) -> None:
    """leaves out the last rows and columns where the stride does not divide the way of the window"""
    check(case)


@weight(1)
@settings(max_examples=3)
@given(anything())
def test_stride_and_padding_work_together(case: Case) -> None:
    """combines any stride with any padding, also for a kernel, an output or a batch of one"""
    check(case)


@weight(2)
@settings(max_examples=3)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_conv_backward_takes_the_cache(case: Case) -> None:
    """returns a cache with which conv_backward gives dx, dw and db"""
    with sized_by(conv_output_size, case):
        with builds_on(conv_forward, conv_backward):
            _, cache = conv_forward(*arguments(case))
            check_gradients(case, *conv_backward(case.dout, cache))
        _, cache = conv_forward_im2col(*arguments(case))
        check_gradients(case, *conv_backward(case.dout, cache))


def check_gradients(case: Case, dx: Any, dw: Any, db: Any) -> None:
    """Compare with finite differences of the definition."""
    assert_gradients(
        lambda x, w, b: conv(x, w, b, case.stride, case.padding),
        case.dout,
        x=(case.x, dx),
        w=(case.w, dw),
        b=(case.b, db),
    )


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0)))
def test_loops_and_matrix_product_agree(case: Case) -> None:
    """returns the same out as your conv_forward"""
    with sized_by(conv_output_size, case):
        with builds_on(conv_forward):
            out, _ = conv_forward(*arguments(case))
            assert_close("out of conv_forward", out, conv(*arguments(case)))
        assert_close("out", forward(case), out)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 3)))
def test_stride_and_padding_have_the_stated_defaults(case: Case) -> None:
    """takes stride as 1 and padding as 0 when a call leaves them out"""
    with sized_by(conv_output_size, case, Case({**case, "stride": 1})):
        plain, _ = conv_forward_im2col(case.x, case.w, case.b)
        stride_1 = forward(case, stride=1)
        assert np.ptp(stride_1, axis=(2, 3)).all(), "out is the same at every place"
        assert_close("out without stride and padding", plain, stride_1)
        without_padding, _ = conv_forward_im2col(case.x, case.w, case.b, case.stride)
        assert_close("out without padding", without_padding, varied(forward(case), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), layout="strided"))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out whether x and w lie in memory without gaps or with them"""
    with sized_by(conv_output_size, case):
        dense = {name: np.ascontiguousarray(case[name]) for name in ("x", "w")}
        assert_close("out", forward(case), varied(forward(case, **dense), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), layout="F"))
def test_order_of_memory_does_not_matter(case: Case) -> None:
    """returns the same out whether x and w lie in memory by rows or by columns"""
    with sized_by(conv_output_size, case):
        by_rows = {name: np.ascontiguousarray(case[name]) for name in ("x", "w")}
        assert_close("out", forward(case), varied(forward(case, **by_rows), case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out for float32 arrays as for float64 arrays, up to rounding"""
    with sized_by(conv_output_size, case):
        wide = forward(case, **{name: case[name].astype("float64") for name in ("x", "w", "b")})
        assert_close("out", forward(case), np.asarray(varied(wide, case), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(anything())
def test_float64_stays_float64(case: Case) -> None:
    """returns a float64 out for float64 arrays"""
    with sized_by(conv_output_size, case):
        assert_equal("dtype of out", str(np.asarray(forward(case)).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(anything())
def test_shape(case: Case) -> None:
    """returns out (N, F, OH, OW)"""
    with sized_by(conv_output_size, case):
        assert_shape("out", forward(case), case.dout.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(anything())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x, w and b as they are"""
    with sized_by(conv_output_size, case):
        assert_leaves_arguments_alone(conv_forward_im2col, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(impossible("kernel"))
def test_a_kernel_larger_than_the_padded_input_is_refused(case: Case) -> None:
    """raises ValueError for a kernel that is higher or wider than the image with its padding"""
    with sized_by(conv_output_size, case):
        assert_raises(ValueError, conv_forward_im2col, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images())
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError for a stride of 0 or less"""
    for stride in (0, -1):
        with sized_by(conv_output_size, Case({**case, "stride": stride})):
            assert_raises(ValueError, conv_forward_im2col, *arguments(case, stride=stride))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(impossible("padding"))
def test_negative_padding_is_refused(case: Case) -> None:
    """raises ValueError for a negative padding"""
    with sized_by(conv_output_size, case):
        assert_raises(ValueError, conv_forward_im2col, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(impossible("channels"))
def test_another_number_of_channels_is_refused(case: Case) -> None:
    """raises ValueError if x and w have different numbers of channels"""
    assert_raises(ValueError, conv_forward_im2col, *arguments(case))
