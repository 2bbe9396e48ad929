"""conv_forward: what is true of every correct answer.

out[n, f, i, j] = b[f] + sum over c, u, v of xp[n, c, i stride + u, j stride + v] w[f, c, u, v]
xp is x with zeros around it                    Goodfellow, Bengio & Courville (2016), equation 9.6
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import conv_forward, conv_output_size

from autograder.suites.lab03_convolution.cases import anything, images, impossible
from autograder.suites.lab03_convolution.definition import conv
from autograder.suites.lab03_convolution.sizes import sized_by
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


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of conv_forward, in order, some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in ("x", "w", "b", "stride", "padding")]


def forward(case: Case, **changes: Any) -> Any:
    """Call conv_forward on the case; only out."""
    out, _ = conv_forward(*arguments(case, **changes))
    return out


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same at every place: a constant would keep many a promise."""
    assert_shape("out", out, conv(*arguments(case)).shape)
    assert np.ptp(out, axis=(2, 3)).all(), "out is the same at every place"
    return out


def check(case: Case, **changes: Any) -> None:
    """Compare with the definition."""
    with sized_by(conv_output_size, case):
        assert_close("out", forward(case, **changes), conv(*arguments(case, **changes)))


@weight(3)
@settings(max_examples=4)
@given(images())
def test_every_window_is_multiplied_by_the_kernel_and_summed(case: Case) -> None:
    """multiplies every window by the kernel, and sums over channels, rows and columns (stride 1, no padding, b = 0)"""
    with sized_by(conv_output_size, case):
        check(case, b=np.zeros_like(case.b))


@weight(1)
@settings(max_examples=3)
@given(images())
def test_the_kernel_is_not_flipped(case: Case) -> None:
    """lays the kernel on the window as it is: with a single 1 at w[f, c, 0, 1], out[f] is channel c, one step right"""
    w = np.zeros_like(case.w)
    w[:, 1, 0, 1] = 1
    with sized_by(conv_output_size, case):
        OH, OW = case.dout.shape[2:]
        expected = np.repeat(case.x[:, 1:2, :OH, 1 : 1 + OW], len(w), axis=1)
        assert_close("out", forward(case, w=w, b=np.zeros_like(case.b)), expected)


@weight(1.5)
@settings(max_examples=3)
@given(images())
def test_the_bias_is_added_once(case: Case) -> None:
    """adds b[f] once to every number of output channel f"""
    check(case)


@weight(2)
@settings(max_examples=4)
@given(images(paddings=(2, 3)))
def test_zeros_surround_the_image(case: Case) -> None:
    """puts as many rows and columns of zeros around the image as padding says (stride 1)"""
    check(case)


@weight(2)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), remainder=False))
def test_the_window_moves_by_the_stride(case: Case) -> None:
    """moves the window by the stride, which may be smaller or larger than the kernel (no padding)"""
    check(case)


@weight(1.5)
@settings(max_examples=4)
@given(images(strides=(2, 3, 4), paddings=(0, 2), remainder=True))
def test_pixels_left_over_at_the_end_are_left_out(case: Case) -> None:
    """leaves out the last rows and columns where the stride does not divide the way of the window"""
    check(case)


@weight(1.5)
@settings(max_examples=4)
@given(anything())
def test_stride_and_padding_work_together(case: Case) -> None:
    """combines any stride with any padding, also for a kernel, an output or a batch of one"""
    check(case)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 3), paddings=(2, 0, 3)))
def test_out_is_linear_in_x(case: Case) -> None:
    """gives out(x + x2) = out(x) + out(x2) - b: a convolution is linear but for its bias"""
    with sized_by(conv_output_size, case):
        bias = case.b.reshape(1, -1, 1, 1)
        apart = varied(forward(case), case) + varied(forward(case, x=case.x2), case) - bias
        assert_close("out of x + x2", forward(case, x=case.x + case.x2), apart)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 3), paddings=(2, 0, 3)))
def test_out_is_linear_in_w(case: Case) -> None:
    """gives the sum of two outputs, less b, for the sum of two kernels"""
    with sized_by(conv_output_size, case):
        bias = case.b.reshape(1, -1, 1, 1)
        apart = varied(forward(case), case) + varied(forward(case, w=case.w2), case) - bias
        assert_close("out with w + w2", forward(case, w=case.w + case.w2), apart)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1, 3)))
def test_moving_the_image_by_one_stride_moves_out_by_one(case: Case) -> None:
    """moves out by one place when the image moves by one stride: the same kernel looks at every place"""
    cropped = Case({**case, "x": case.x[:, :, case.stride :, case.stride :].copy()})
    with sized_by(conv_output_size, case, cropped):
        out = varied(forward(case), case)
        moved = forward(cropped)
        assert_close("out of the image without its first rows and columns", moved, out[:, :, 1:, 1:])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 1), paddings=(2, 0), batch=(3, 7)))
def test_every_image_of_the_batch_is_on_its_own(case: Case) -> None:
    """gives an image the same out whatever the other images of its batch are"""
    with sized_by(conv_output_size, case):
        out = varied(forward(case), case)
        assert_close("out of the last image alone", forward(case, x=case.x[-1:].copy()), out[-1:])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(strides=(2, 3)))
def test_stride_and_padding_have_the_stated_defaults(case: Case) -> None:
    """takes stride as 1 and padding as 0 when a call leaves them out"""
    with sized_by(conv_output_size, case, Case({**case, "stride": 1})):
        plain, _ = conv_forward(case.x, case.w, case.b)
        stride_1 = forward(case, stride=1)
        assert np.ptp(stride_1, axis=(2, 3)).all(), "out is the same at every place"
        assert_close("out without stride and padding", plain, stride_1)
        without_padding, _ = conv_forward(case.x, case.w, case.b, case.stride)
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
        assert_leaves_arguments_alone(conv_forward, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(impossible("kernel"))
def test_a_kernel_larger_than_the_padded_input_is_refused(case: Case) -> None:
    """raises ValueError for a kernel that is higher or wider than the image with its padding"""
    with sized_by(conv_output_size, case):
        assert_raises(ValueError, conv_forward, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images())
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError for a stride of 0 or less"""
    for stride in (0, -1):
        with sized_by(conv_output_size, Case({**case, "stride": stride})):
            assert_raises(ValueError, conv_forward, *arguments(case, stride=stride))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(impossible("padding"))
def test_negative_padding_is_refused(case: Case) -> None:
    """raises ValueError for a negative padding"""
    with sized_by(conv_output_size, case):
        assert_raises(ValueError, conv_forward, *arguments(case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(impossible("channels"))
def test_another_number_of_channels_is_refused(case: Case) -> None:
    """raises ValueError if x and w have different numbers of channels, also if one of them has a single channel"""
    assert_raises(ValueError, conv_forward, *arguments(case))
