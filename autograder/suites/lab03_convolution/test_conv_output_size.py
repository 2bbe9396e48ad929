"""conv_output_size: what is true of every correct answer.

out = floor((size + 2 padding - kernel) / stride) + 1           Dumoulin & Visin (2016), relationship 6
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from submission import conv_output_size

from autograder.suites.lab03_convolution.definition import output_size
from autograder.testkit import assert_equal, assert_raises, supporting, weight

KERNELS = st.sampled_from((4, 2, 5, 7, 11))
STRIDES = st.sampled_from((3, 4, 5))
PADDINGS = st.sampled_from((2, 3, 5))
PLACES = st.integers(3, 40)  # in the output


def check(size: int, kernel: int, stride: int = 1, padding: int = 0) -> None:
    """Compare with the number of places that are counted one by one."""
    expected = output_size(size, kernel, stride, padding)
    assert_equal("the size", conv_output_size(size, kernel, stride, padding), expected)


@weight(2)
@settings(max_examples=5)
@given(PLACES, KERNELS)
def test_a_kernel_fits_size_minus_kernel_plus_one_times(places: int, kernel: int) -> None:
    """returns size - kernel + 1 for stride 1 without padding"""
    check(places + kernel - 1, kernel)


@weight(2)
@settings(max_examples=5)
@given(PLACES, KERNELS, PADDINGS)
def test_padding_counts_at_both_ends(places: int, kernel: int, padding: int) -> None:
    """adds the padding at both ends of the axis"""
    check(places + kernel, kernel, 1, padding)


@weight(2)
@settings(max_examples=5)
@given(PLACES, KERNELS, STRIDES, PADDINGS)
def test_stride_divides_the_way_of_the_kernel(places: int, kernel: int, stride: int, padding: int) -> None:
    """divides size + 2 * padding - kernel by the stride, and then adds 1"""
    check((places + 9) * stride + kernel - 2 * padding, kernel, stride, padding)


@weight(2)
@settings(max_examples=5)
@given(PLACES, KERNELS, STRIDES, PADDINGS)
def test_a_last_step_that_does_not_fit_is_left_out(places: int, kernel: int, stride: int, padding: int) -> None:
    """rounds down where the stride does not divide the way of the kernel, whatever is left over"""
    size = (places + 9) * stride + kernel - 2 * padding
    for left_over in (stride - 1, 1):
        check(size + left_over, kernel, stride, padding)


@weight(1)
@settings(max_examples=3)
@given(KERNELS, STRIDES, PADDINGS)
def test_a_kernel_as_large_as_the_padded_input_fits_once(kernel: int, stride: int, padding: int) -> None:
    """returns 1 for a kernel as large as the padded input, and one more for every stride that the input is longer"""
    size = kernel + 7
    for more in (0, 1, 10):
        check(size + more * stride, size + 2 * padding, stride, padding)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(PLACES, KERNELS, STRIDES)
def test_stride_and_padding_have_the_stated_defaults(places: int, kernel: int, stride: int) -> None:
    """takes stride as 1 and padding as 0 when a call leaves them out"""
    size = (places + 1) * stride + kernel
    assert_equal("the size without padding", conv_output_size(size, kernel, stride), output_size(size, kernel, stride))
    assert_equal("the size without stride and padding", conv_output_size(size, kernel), output_size(size, kernel))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(PLACES, KERNELS, STRIDES, PADDINGS)
def test_a_size_is_an_int(places: int, kernel: int, stride: int, padding: int) -> None:
    """returns an int, which can be the length of an axis; 3.0 cannot"""
    size = conv_output_size((places + 9) * stride + kernel - 2 * padding, kernel, stride, padding)
    assert isinstance(size, int | np.integer), f"the size is {size!r} of type {type(size).__name__}, expected an int"


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(PLACES, KERNELS, PADDINGS)
def test_stride_0_is_refused(places: int, kernel: int, padding: int) -> None:
    """raises ValueError for a stride of 0"""
    assert_raises(ValueError, conv_output_size, places + kernel, kernel, 0, padding)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(PLACES, KERNELS, st.sampled_from((-1, -2, -3)), PADDINGS)
def test_negative_stride_is_refused(places: int, kernel: int, stride: int, padding: int) -> None:
    """raises ValueError for a negative stride"""
    assert_raises(ValueError, conv_output_size, places + kernel, kernel, stride, padding)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(PLACES, KERNELS, STRIDES, st.sampled_from((-1, -2)))
def test_negative_padding_is_refused(places: int, kernel: int, stride: int, padding: int) -> None:
    """raises ValueError for a negative padding"""
    assert_raises(ValueError, conv_output_size, places + kernel + 4, kernel, stride, padding)


@supporting
@weight(0.5)
@settings(max_examples=4)
@given(KERNELS, STRIDES, st.sampled_from((2, 0, 3)), st.sampled_from((1, 6)))
def test_a_kernel_larger_than_the_padded_input_is_refused(kernel: int, stride: int, padding: int, more: int) -> None:
    """raises ValueError for a kernel that is larger than the input with its padding"""
    assert_raises(ValueError, conv_output_size, kernel, kernel + 2 * padding + more, stride, padding)
