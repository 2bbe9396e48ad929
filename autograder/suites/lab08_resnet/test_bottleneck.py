"""bottleneck: what is true of every correct bottleneck_forward and bottleneck_backward.

out = relu(conv(relu(conv(relu(conv(x, w1)), w2)), w3) + shortcut), kernels 1x1, 3x3, 1x1; the stride stands in w2
                                                                He, Zhang, Ren & Sun (2016), figure 5
Gradients: the relus are held as they are at the point, then the block is linear in each argument, without kinks.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import bottleneck_backward, bottleneck_forward

from autograder.suites.lab08_resnet.calls import (
    after,
    arguments,
    check_gradients,
    check_same,
    dense,
    named,
    some_gradients,
    varied,
    wide,
)
from autograder.suites.lab08_resnet.cases import bottlenecks, with_zeros
from autograder.suites.lab08_resnet.checks import (
    check_defaults,
    check_dtypes,
    check_no_projection,
    check_own_cache,
    check_refuses_other_shapes,
    check_refuses_what_cannot_be,
    check_shapes,
    check_zero_at_zero,
)
from autograder.suites.lab08_resnet.definition import block
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)


def forward(case: Case, **changes: Any) -> Any:
    """Call bottleneck_forward on the case; only out."""
    out, _ = bottleneck_forward(*arguments(case, **changes))
    return out


def backward(case: Case, cache: Any = None) -> Any:
    """The gradients, after a forward that is right unless there is a cache already."""
    return bottleneck_backward(case.dout, after(bottleneck_forward, case) if cache is None else cache)


def check(case: Case) -> None:
    """Compare with the definition."""
    assert_close("out", forward(case), block(case))


@weight(3)
@settings(max_examples=4)
@given(bottlenecks(projection=False))
def test_x_is_added_to_three_convolutions(case: Case) -> None:
    """adds x to three convolutions with relu between them, and takes the relu of the sum (stride 1, no projection)"""
    check(case)


@weight(1.5)
@settings(max_examples=3)
@given(bottlenecks())
def test_a_projection_changes_the_channels(case: Case) -> None:
    """adds conv(x, w_proj), 1x1, instead of x where it is given (stride 1)"""
    check(case)


@weight(2)
@settings(max_examples=4)
@given(bottlenecks(strides=(2, 3)))
def test_the_stride_stands_in_the_3x3_kernel(case: Case) -> None:
    """moves w2 and w_proj by the stride, and w1 and w3 by 1"""
    check(case)


@weight(3)
@settings(max_examples=4)
@given(bottlenecks(projection=False))
def test_dx_adds_up_both_ways(case: Case) -> None:
    """returns dx equal to numerical gradients: what comes back through the convolutions, plus what comes around them"""
    check_gradients(case, backward(case), "x")


@weight(2)
@settings(max_examples=3)
@given(bottlenecks(projection=False))
def test_gradients_of_the_three_kernels(case: Case) -> None:
    """returns dw1, dw2 and dw3 equal to numerical gradients (stride 1, no projection)"""
    check_gradients(case, backward(case), "w1", "w2", "w3")


@weight(2)
@settings(max_examples=4)
@given(bottlenecks(strides=(2, 1, 3)))
def test_gradients_with_a_projection(case: Case) -> None:
    """returns dx and dw_proj equal to numerical gradients where the shortcut is a projection, for any stride"""
    check_gradients(case, backward(case), "x", "w_proj")


@weight(1)
@settings(max_examples=3)
@given(bottlenecks(strides=(2, 3)))
def test_gradients_of_the_kernels_follow_the_stride(case: Case) -> None:
    """returns dw1, dw2 and dw3 equal to numerical gradients where w2 moves by 2 or 3"""
    check_gradients(case, backward(case), "w1", "w2", "w3")


@supporting
@weight(0.75)
@settings(max_examples=2)
@given(bottlenecks(projection=False))
def test_zero_kernels_leave_relu_of_x(case: Case) -> None:
    """returns relu(x), and dx = dout * (x > 0), when the kernels are 0"""
    some_gradients(case, backward(case))
    varied(forward(case), case)
    zeros = with_zeros(case, "w1", "w2", "w3")
    assert_close("with kernels of 0, out", forward(zeros), np.maximum(case.x, 0))
    assert_close("with kernels of 0, dx", named(case, backward(zeros))["x"], case.dout * (case.x > 0))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(projection=False))
def test_the_gradient_of_relu_at_0_is_0(case: Case) -> None:
    """lets nothing back through a relu whose input is exactly 0"""
    check_zero_at_zero(case, backward, "w1", "w2")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(projection=False))
def test_dw_proj_is_none_without_a_projection(case: Case) -> None:
    """returns None for dw_proj where there is no projection"""
    check_no_projection(case, backward)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(same_channels=True))
def test_projection_and_stride_have_the_stated_defaults(case: Case) -> None:
    """takes w_proj as None and stride as 1 when a call leaves them out, and takes both by name"""
    check_defaults(case, bottleneck_forward)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(strides=(2, 1)))
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """keeps what backward needs in the cache: another forward in between or a second call changes nothing"""
    check_own_cache(case, bottleneck_forward, backward)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(strides=(2, 1), layout="strided"), bottlenecks(projection=False, layout="F"))
def test_memory_layout_does_not_matter(gaps: Case, columns: Case) -> None:
    """returns the same whether the arrays lie in memory with gaps or without, by columns or by rows"""
    for case in (gaps, columns):
        assert_close("out", forward(case), varied(forward(dense(case)), case))
        check_same(case, backward(case), backward(dense(case)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(strides=(1, 2), dtype="float32"))
def test_both_precisions(case: Case) -> None:
    """returns float64 for float64 arrays, out as well as gradients, and the same up to rounding for float32 arrays"""
    out, gradients = varied(forward(wide(case)), case), backward(wide(case))
    assert_equal("dtype of out for float64", str(np.asarray(out).dtype), "float64")
    check_dtypes(case, gradients)
    assert_close("for float32, out", forward(case), np.asarray(out, "float32"))
    check_same(case, backward(case), gradients, "float32")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(bottlenecks(strides=(2, 1, 3)))
def test_shapes(case: Case) -> None:
    """returns out (N, F, OH, OW), and every gradient in the shape of what it belongs to"""
    assert_shape("out", forward(case), case.dout.shape)
    check_shapes(case, backward(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(projection=False))
def test_arguments_stay_as_they_are(case: Case) -> None:
    """leaves x, the kernels and dout as they are"""
    assert_leaves_arguments_alone(bottleneck_forward, *arguments(case))
    assert_leaves_arguments_alone(bottleneck_backward, case.dout, after(bottleneck_forward, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(strides=(2, 1)))
def test_shapes_that_cannot_be_added_are_refused(case: Case) -> None:
    """raises ValueError if out and the shortcut differ in shape, also where NumPy could stretch one of them"""
    check_refuses_other_shapes(case, bottleneck_forward)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bottlenecks(same_channels=True))
def test_kernels_and_strides_that_cannot_be_are_refused(case: Case) -> None:
    """raises ValueError if a kernel has other channels than what it gets, and for a stride of 0 or less"""
    check_refuses_what_cannot_be(case, bottleneck_forward)
