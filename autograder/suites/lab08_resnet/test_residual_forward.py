"""residual_forward: what is true of every correct answer.

out = relu(conv(relu(conv(x, w1)), w2) + shortcut), 3x3 kernels; the shortcut is x or conv(x, w_proj), 1x1
                                                                He, Zhang, Ren & Sun (2016), equations 1 and 2
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import residual_forward

from autograder.suites.lab08_resnet.calls import arguments, changed, dense, varied, wide
from autograder.suites.lab08_resnet.cases import blocks, with_zeros
from autograder.suites.lab08_resnet.checks import (
    check_defaults,
    check_refuses_other_shapes,
    check_refuses_what_cannot_be,
)
from autograder.suites.lab08_resnet.definition import block, conv
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
    """Call residual_forward on the case; only out."""
    out, _ = residual_forward(*arguments(case, **changes))
    return out


def check(case: Case) -> None:
    """Compare with the definition."""
    assert_close("out", forward(case), block(case))


@weight(4)
@settings(max_examples=5)
@given(blocks(projection=False))
def test_x_is_added_to_two_convolutions(case: Case) -> None:
    """returns relu(conv(relu(conv(x, w1)), w2) + x) where the shape stays (stride 1, no projection)"""
    check(case)


@weight(2)
@settings(max_examples=4)
@given(blocks())
def test_a_projection_changes_the_channels(case: Case) -> None:
    """adds conv(x, w_proj), 1x1, instead of x where the channels change (stride 1)"""
    check(case)


@weight(3)
@settings(max_examples=5)
@given(blocks(strides=(2, 3)))
def test_the_stride_stands_in_w1_and_in_the_projection(case: Case) -> None:
    """moves w1 and w_proj by the stride, and w2 by 1"""
    check(case)


@weight(1)
@settings(max_examples=3)
@given(blocks(strides=(2, 3), same_channels=True))
def test_a_stride_without_a_change_of_channels(case: Case) -> None:
    """moves w1 and w_proj by the stride, also where the channels stay"""
    check(case)


@weight(1)
@settings(max_examples=3)
@given(blocks(same_channels=True))
def test_a_projection_is_used_wherever_it_is_given(case: Case) -> None:
    """adds conv(x, w_proj), and not x, also where x would fit"""
    check(case)


@weight(1)
@settings(max_examples=2)
@given(blocks(projection=False, batch=(2, 4)))
def test_relu_comes_after_the_addition(case: Case) -> None:
    """returns 0 wherever the convolutions and the shortcut add up to less than 0, and their sum elsewhere"""
    # Twice the x: the shortcut outweighs what two linear maps with smaller kernels make of it.
    check(changed(case, x=2 * case.x, w2=case.w2 / 2))


@supporting
@weight(1)
@settings(max_examples=3)
@given(blocks(projection=False))
def test_zero_kernels_leave_relu_of_x(case: Case) -> None:
    """returns relu(x) when w1 and w2, or w2 alone, are 0: the block has nothing to add to x"""
    varied(forward(case), case)
    expected = np.maximum(case.x, 0)
    assert_close("with w2 = 0, out", forward(with_zeros(case, "w2")), expected)
    assert_close("with w1 = w2 = 0, out", forward(with_zeros(case, "w1", "w2")), expected)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(blocks(strides=(2, 1, 3)))
def test_zero_kernels_leave_relu_of_the_projection(case: Case) -> None:
    """returns relu(conv(x, w_proj)) when w1 and w2 are 0"""
    varied(forward(case), case)
    expected = np.maximum(conv(case.x, case.w_proj, case.stride), 0)
    assert_close("with w1 = w2 = 0, out", forward(with_zeros(case, "w1", "w2")), expected)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(2, 1)))
def test_a_projection_of_zeros_leaves_the_convolutions(case: Case) -> None:
    """returns relu(conv(relu(conv(x, w1)), w2)) when w_proj is 0"""
    varied(forward(case), case)
    alone = with_zeros(case, "w_proj")
    assert_close("with w_proj = 0, out", forward(alone), block(alone))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(blocks(strides=(2, 1), batch=(3, 5)))
def test_every_image_of_the_batch_is_on_its_own(case: Case) -> None:
    """gives an image the same out whatever the other images of its batch are"""
    out = varied(forward(case), case)
    assert_close("out of the last image alone", forward(case, x=case.x[-1:].copy()), out[-1:])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(blocks(same_channels=True))
def test_projection_and_stride_have_the_stated_defaults(case: Case) -> None:
    """takes w_proj as None and stride as 1 when a call leaves them out, and takes both by name"""
    check_defaults(case, residual_forward)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(2, 1), layout="strided"), blocks(projection=False, layout="F"))
def test_memory_layout_does_not_matter(gaps: Case, columns: Case) -> None:
    """returns the same out whether x and the kernels lie in memory with gaps or without, by columns or by rows"""
    for case in (gaps, columns):
        assert_close("out", forward(case), varied(forward(dense(case)), case))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(1, 2), dtype="float32"))
def test_both_precisions(case: Case) -> None:
    """returns a float64 out for float64 arrays, and the same up to rounding for float32 arrays"""
    out = varied(forward(wide(case)), case)
    assert_equal("dtype of out for float64", str(np.asarray(out).dtype), "float64")
    assert_close("for float32, out", forward(case), np.asarray(out, "float32"))


@supporting
@weight(0.5)
@settings(max_examples=4)
@given(blocks(strides=(2, 3, 1)))
def test_shape(case: Case) -> None:
    """returns out (N, F, OH, OW), with one place more than the stride goes into H - 1 and W - 1"""
    assert_shape("out", forward(case), case.dout.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(blocks(projection=False))
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x and the kernels as they are: x takes two ways through the block"""
    assert_leaves_arguments_alone(residual_forward, *arguments(case))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks())
def test_other_channels_on_the_shortcut_are_refused(case: Case) -> None:
    """raises ValueError if out and the shortcut differ in their channels, also if one of them has a single channel"""
    check_refuses_other_shapes(case, residual_forward)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(2, 3), same_channels=True))
def test_a_stride_without_a_projection_is_refused(case: Case) -> None:
    """raises ValueError if the stride makes the image smaller and there is no projection, also if 1 pixel is left"""
    varied(forward(case), case)
    assert_raises(ValueError, residual_forward, *arguments(case, w_proj=None))
    corner = case.x[:, :, : case.stride, : case.stride].copy()
    assert_raises(ValueError, residual_forward, *arguments(case, w_proj=None, x=corner))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(same_channels=True))
def test_kernels_and_strides_that_cannot_be_are_refused(case: Case) -> None:
    """raises ValueError if a kernel has other channels than what it gets, and for a stride of 0 or less"""
    check_refuses_what_cannot_be(case, residual_forward)
