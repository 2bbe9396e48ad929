"""conv_cost: what is true of every correct answer.

parameters    = F * (C * KH * KW + 1)
multiply_adds = F * OH * OW * C * KH * KW,   OH = (H + 2 * padding - KH) // stride + 1 and OW likewise
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import conv_cost

from autograder.suites.lab04_pooling.cases import convolutions
from autograder.suites.lab04_pooling.definition import cost
from autograder.testkit import Case, assert_equal, assert_raises, supporting, weight

NAMES = ("input_shape", "filters", "kernel", "stride", "padding")


def counted(case: Case, **changes: Any) -> Any:
    """What conv_cost returns for the case with some arguments changed."""
    return conv_cost(*arguments(case, **changes))


def arguments(case: Case, **changes: Any) -> tuple[Any, ...]:
    """The arguments of conv_cost, in order."""
    return tuple({**case, **changes}[name] for name in NAMES)


def check_multiply_adds(case: Case, **changes: Any) -> None:
    """The second count is that of the definition."""
    _, multiply_adds = counted(case, **changes)
    assert_equal("multiply_adds", multiply_adds, cost(*arguments(case, **changes))[1])


@weight(2)
@settings(max_examples=5)
@given(convolutions())
def test_parameters_are_weights_and_biases(case: Case) -> None:
    """counts as parameters the C * KH * KW weights and the one bias of every filter"""
    parameters, _ = counted(case)
    assert_equal("parameters", parameters, cost(*arguments(case))[0])


@weight(1)
@settings(max_examples=4)
@given(convolutions(pair=True))
def test_parameters_of_kernels_that_are_not_square(case: Case) -> None:
    """counts the KH * KW weights of a kernel that is a pair"""
    parameters, _ = counted(case)
    assert_equal("parameters", parameters, cost(*arguments(case))[0])


@weight(2)
@settings(max_examples=5)
@given(convolutions())
def test_multiply_adds_of_all_windows(case: Case) -> None:
    """counts C * KH * KW multiply-adds for each output of each filter, and none for the bias"""
    check_multiply_adds(case)


@weight(2)
@settings(max_examples=5)
@given(convolutions(strided=True))
def test_a_stride_leaves_windows_out(case: Case) -> None:
    """counts only the windows that stand a stride apart and fit: output sizes are rounded down"""
    check_multiply_adds(case)


@weight(2)
@settings(max_examples=5)
@given(convolutions(padded=True))
def test_padding_adds_windows(case: Case) -> None:
    """adds the padding on both sides of both axes before it counts windows"""
    check_multiply_adds(case)


@weight(2)
@settings(max_examples=5)
@given(convolutions(pair=True, strided=True, padded=True))
def test_a_pair_is_height_and_width(case: Case) -> None:
    """takes a pair as the kernel's height and width, in this order, also with stride and padding"""
    check_multiply_adds(case)


@weight(1)
@settings(max_examples=3)
@given(convolutions(padded=True))
def test_a_kernel_as_large_as_the_padded_input_fits_once(case: Case) -> None:
    """accepts a kernel exactly as large as the padded input, though larger than the input: one output a filter"""
    _, H, W = case.input_shape
    check_multiply_adds(case, kernel=(H + 2 * case.padding, W + 2 * case.padding))


@weight(0.5)
@settings(max_examples=3)
@given(convolutions())
def test_stride_is_1_and_padding_0_by_default(case: Case) -> None:
    """takes stride as 1 and padding as 0 when a call leaves them out"""
    short = conv_cost(case.input_shape, case.filters, case.kernel)
    assert_equal("(parameters, multiply_adds)", tuple(short), cost(*arguments(case, stride=1, padding=0)))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(convolutions(padded=True))
def test_stride_and_padding_are_keywords(case: Case) -> None:
    """takes stride and padding by name"""
    named = conv_cost(case.input_shape, case.filters, case.kernel, padding=case.padding, stride=2)
    assert_equal("(parameters, multiply_adds)", tuple(named), cost(*arguments(case, stride=2)))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(convolutions(strided=True))
def test_parameters_do_not_depend_on_the_size_of_the_image(case: Case) -> None:
    """returns the same number of parameters for a larger image, and more multiply-adds"""
    C, H, W = case.input_shape
    parameters, multiply_adds = counted(case)
    larger, more = counted(case, input_shape=(C, 2 * H + 5, 3 * W + 7))
    assert_equal("parameters of the larger image", larger, parameters)
    assert more > multiply_adds, "multiply_adds does not grow with the image"


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(convolutions(strided=True, padded=True))
def test_counts_are_ints(case: Case) -> None:
    """returns whole numbers, not floats"""
    for name, count in zip(("parameters", "multiply_adds"), counted(case), strict=True):
        assert np.asarray(count).dtype.kind in "iu", f"{name} is {count!r}, expected an int"


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(convolutions(padded=True))
def test_a_kernel_higher_than_the_padded_input_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is higher than the padded input, though not wider"""
    _, H, _ = case.input_shape
    assert_raises(ValueError, conv_cost, *arguments(case, kernel=(H + 2 * case.padding + 1, 1)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(convolutions(padded=True))
def test_a_kernel_wider_than_the_padded_input_is_refused(case: Case) -> None:
    """raises ValueError when the kernel is wider than the padded input, though not higher"""
    _, _, W = case.input_shape
    assert_raises(ValueError, conv_cost, *arguments(case, kernel=(1, W + 2 * case.padding + 1)))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(convolutions(strided=True))
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError when the stride is 0 or negative"""
    assert_raises(ValueError, conv_cost, *arguments(case, stride=0))
    assert_raises(ValueError, conv_cost, *arguments(case, stride=-case.stride))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(convolutions())
def test_a_padding_below_0_is_refused(case: Case) -> None:
    """raises ValueError when the padding is negative, though the kernel fits"""
    assert_raises(ValueError, conv_cost, *arguments(case, kernel=1, padding=-1))
