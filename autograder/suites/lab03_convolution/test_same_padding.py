"""same_padding: what is true of every correct answer.

padding = (kernel - 1) / 2                                      Dumoulin & Visin (2016), relationship 3
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from submission import same_padding

from autograder.suites.lab03_convolution.definition import output_size
from autograder.testkit import assert_equal, assert_raises, supporting, weight

HALVES = st.integers(2, 9)  # a kernel of 2 * half + 1 reaches half to either side


@weight(3)
@settings(max_examples=4)
@given(HALVES)
def test_an_odd_kernel_reaches_equally_far_to_both_sides(half: int) -> None:
    """returns (kernel - 1) / 2 for an odd kernel"""
    assert_equal("the padding", same_padding(2 * half + 1), half)
    assert_equal("the padding", same_padding(2 * half + 5), half + 2)


@weight(1)
@settings(max_examples=3)
@given(HALVES, st.integers(20, 40))
def test_the_output_is_as_long_as_the_input(half: int, size: int) -> None:
    """returns the padding with which an axis keeps its length: none for a kernel of 1, more for larger ones"""
    for kernel in (1, 3, 2 * half + 1):
        padding = same_padding(kernel)
        assert isinstance(padding, int | float | np.number), f"the padding is {padding!r}, expected an int"
        assert padding >= 0, f"the padding is {padding!r}, expected 0 or more"
        assert_equal("the size", output_size(size, kernel, 1, int(padding)), size)


@weight(2)
@settings(max_examples=4)
@given(HALVES)
def test_an_even_kernel_is_refused_and_an_odd_one_is_not(half: int) -> None:
    """raises ValueError for an even kernel, which reaches farther to one side, and not for the next odd one"""
    assert_equal("the padding", same_padding(2 * half + 1), half)
    for kernel in (2 * half, 2):
        assert_raises(ValueError, same_padding, kernel)


@supporting
@weight(1)
@settings(max_examples=3)
@given(HALVES)
def test_a_padding_is_an_int(half: int) -> None:
    """returns an int, which can be a number of zeros; 2.0 cannot"""
    padding = same_padding(2 * half + 1)
    kind = type(padding).__name__
    assert isinstance(padding, int | np.integer), f"the padding is {padding!r} of type {kind}, expected an int"
