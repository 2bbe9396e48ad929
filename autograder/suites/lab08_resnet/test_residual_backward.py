"""residual_backward: what is true of every correct answer.

dx, dw1, dw2 and dw_proj are the gradients of L for dout = dL/dout; dx adds up what comes back on both ways
                                                                He, Zhang, Ren & Sun (2016), section 3.2
The relus are held as they are at the point: then the block is linear in each argument, without kinks.
"""

from typing import Any

from hypothesis import given, settings
from submission import residual_backward, residual_forward

from autograder.suites.lab08_resnet.calls import (
    after,
    check_gradients,
    check_same,
    dense,
    named,
    some_gradients,
    wide,
)
from autograder.suites.lab08_resnet.cases import blocks, with_zeros
from autograder.suites.lab08_resnet.checks import (
    check_dtypes,
    check_no_projection,
    check_own_cache,
    check_shapes,
    check_zero_at_zero,
)
from autograder.testkit import (
    Case,
    assert_close,
    assert_leaves_arguments_alone,
    supporting,
    weight,
)


def backward(case: Case, cache: Any = None) -> Any:
    """The gradients, after a forward that is right unless there is a cache already."""
    return residual_backward(case.dout, after(residual_forward, case) if cache is None else cache)


@weight(4)
@settings(max_examples=5)
@given(blocks(projection=False))
def test_dx_adds_up_both_ways(case: Case) -> None:
    """returns dx equal to numerical gradients: what comes back through w2 and w1, plus what comes back around them"""
    check_gradients(case, backward(case), "x")


@weight(2.5)
@settings(max_examples=4)
@given(blocks(projection=False))
def test_dw1_is_the_gradient_of_w1(case: Case) -> None:
    """returns dw1 equal to numerical gradients: back through both relus and w2"""
    check_gradients(case, backward(case), "w1")


@weight(2)
@settings(max_examples=4)
@given(blocks(projection=False))
def test_dw2_is_the_gradient_of_w2(case: Case) -> None:
    """returns dw2 equal to numerical gradients: back through the last relu"""
    check_gradients(case, backward(case), "w2")


@weight(2)
@settings(max_examples=4)
@given(blocks())
def test_dx_comes_back_through_the_projection(case: Case) -> None:
    """returns dx equal to numerical gradients where the shortcut is a projection (stride 1)"""
    check_gradients(case, backward(case), "x")


@weight(2)
@settings(max_examples=4)
@given(blocks(same_channels=True, strides=(1, 2)))
def test_dw_proj_is_the_gradient_of_w_proj(case: Case) -> None:
    """returns dw_proj equal to numerical gradients: from the sum, not from what the convolutions made of it"""
    check_gradients(case, backward(case), "w_proj")


@weight(2)
@settings(max_examples=4)
@given(blocks(strides=(2, 3)))
def test_dx_follows_the_stride(case: Case) -> None:
    """returns dx equal to numerical gradients where w1 and the projection move by 2 or 3"""
    check_gradients(case, backward(case), "x")


@weight(1.5)
@settings(max_examples=3)
@given(blocks(strides=(2, 3)))
def test_gradients_of_all_kernels_follow_the_stride(case: Case) -> None:
    """returns dw1, dw2 and dw_proj equal to numerical gradients where w1 and the projection move by 2 or 3"""
    check_gradients(case, backward(case), "w1", "w2", "w_proj")


@supporting
@weight(1)
@settings(max_examples=3)
@given(blocks(projection=False))
def test_zero_kernels_leave_the_gradient_of_relu(case: Case) -> None:
    """returns dx = dout * (x > 0) when w1 and w2 are 0: the gradient comes through the shortcut undiminished"""
    some_gradients(case, backward(case))
    zeros = with_zeros(case, "w1", "w2")
    dx = named(case, backward(zeros))["x"]
    assert_close("with w1 = w2 = 0, dx", dx, case.dout * (case.x > 0))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(projection=False))
def test_the_gradient_of_relu_at_0_is_0(case: Case) -> None:
    """lets nothing back through a relu whose input is exactly 0"""
    check_zero_at_zero(case, backward, "w1")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(blocks(projection=False))
def test_dw_proj_is_none_without_a_projection(case: Case) -> None:
    """returns None for dw_proj where there is no projection"""
    check_no_projection(case, backward)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(2, 1)))
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """keeps what backward needs in the cache: another forward in between or a second call changes nothing"""
    check_own_cache(case, residual_forward, backward)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(2, 1), layout="strided"), blocks(projection=False, layout="F"))
def test_memory_layout_does_not_matter(gaps: Case, columns: Case) -> None:
    """returns the same gradients whether the arrays lie in memory with gaps or without, by columns or by rows"""
    for case in (gaps, columns):
        check_same(case, backward(case), backward(dense(case)))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(blocks(strides=(1, 2), dtype="float32"))
def test_both_precisions(case: Case) -> None:
    """returns float64 gradients for float64 arrays, and the same up to rounding for float32 arrays"""
    gradients = backward(wide(case))
    check_dtypes(case, gradients)
    check_same(case, backward(case), gradients, "float32")


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(blocks(strides=(2, 1, 3)))
def test_shapes(case: Case) -> None:
    """returns every gradient in the shape of what it belongs to"""
    check_shapes(case, backward(case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(blocks(projection=False))
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is: it, too, takes two ways"""
    assert_leaves_arguments_alone(residual_backward, case.dout, after(residual_forward, case))
