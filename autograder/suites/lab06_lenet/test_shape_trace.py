"""shape_trace: what goes in and out of every row, and how many parameters it has.

OH = floor((H + 2 padding - kernel) / stride) + 1; F (C K^2 + 1) parameters of a convolution, M (D + 1) of a linear row.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from submission import shape_trace

from autograder.suites.lab06_lenet.cases import impossible, tables
from autograder.suites.lab06_lenet.definition import (
    ACTIVATIONS,
    IMAGE,
    PARAMETERS,
    POOLS,
    TRACE,
    lenet5,
    trace,
)
from autograder.testkit import Case, assert_equal, assert_raises, assert_rows, supporting, weight

SLIDING = ("conv", "max_pool", "conv", "avg_pool")


def check(case: Case) -> None:
    """Compare the trace of a table, row by row."""
    expected = trace(case.rows, case.image)
    kinds = {row[0]: row[1] for row in case.rows}
    before = dict(
        zip([name for name, _, _ in expected], [case.image, *(shape for _, shape, _ in expected)], strict=False)
    )

    def cause(row: tuple[Any, ...], wish: tuple[Any, ...]) -> str:
        return cause_of(row, wish, kinds[wish[0]], before[wish[0]])

    assert_rows("the trace", shape_trace(list(case.rows), case.image), expected, TRACE, cause)


def cause_of(row: tuple[Any, ...], wish: tuple[Any, ...], kind: str, given: tuple[int, ...]) -> str:
    """What a wrong row most likely means, from what the row is given."""
    name, shape, count = row
    _, wanted, number = wish
    if name != wish[0]:
        return ""
    got = tuple(shape) if type(shape) in (list, tuple) else shape
    if got != wanted:
        if type(got) is tuple and len(got) == len(wanted) == 3:
            if got == (wanted[0], wanted[2], wanted[1]):
                return "are height and width exchanged?"
            if got[1:] == wanted[1:]:
                return "pooling gives as many channels as it gets" if kind != "conv" else ""
            if type(got[1]) is float or type(got[2]) is float:
                return "brackets round down, to an integer"
        return ""
    if type(count) is not int:
        return ""
    if count == number - wanted[0]:
        return "where is the bias of each output?"
    if kind == "conv" and given[0] > 1 and count * given[0] < number + wanted[0] * given[0]:
        return f"{name} gets {given[0]} channels from the row above"
    return ""


@weight(3)
@settings(max_examples=2)
@given(st.sampled_from(POOLS), st.sampled_from(ACTIVATIONS))
def test_lenet5_row_by_row(pool: str, activation: str) -> None:
    """follows an image (1, 32, 32) through LeNet-5: every row's shape and parameters"""
    check(Case(rows=lenet5(pool, activation), image=IMAGE))


@weight(1)
def test_lenet5_has_61706_parameters() -> None:
    """counts 61,706 parameters in LeNet-5"""
    total = sum(parameters for _, _, parameters in shape_trace(list(lenet5()), IMAGE))
    assert_equal("the number of parameters", total, PARAMETERS)


@weight(2)
@settings(max_examples=3)
@given(st.sampled_from(((3, 36, 32), (1, 32, 44), (4, 40, 37), (2, 33, 48))))
def test_lenet5_on_other_images(image: tuple[int, int, int]) -> None:
    """follows images of other sizes and other numbers of channels through LeNet-5, square or not"""
    check(Case(rows=lenet5(), image=image))


@weight(3)
@settings(max_examples=6)
@given(tables())
def test_other_tables(case: Case) -> None:
    """follows images through tables of other kernels, strides, paddings and channels"""
    check(case)


@weight(2)
@settings(max_examples=5)
@given(tables(kinds=SLIDING, kernels=(2, 3, 4, 5), strides=(2, 3), sides=(50, 90), uneven=True))
def test_sizes_are_rounded_down(case: Case) -> None:
    """rounds down where a stride leaves a rest: a kernel that would stick out has no place there"""
    check(case)


@weight(1.5)
@settings(max_examples=4)
@given(tables(kinds=("conv", "conv", "conv"), paddings=(1, 2, 3), kernels=(3, 4, 5)))
def test_padding_counts_on_both_sides(case: Case) -> None:
    """adds the padding of a convolution on both sides of height and width"""
    check(case)


@weight(1.5)
@settings(max_examples=5)
@given(tables(kinds=("avg_pool", "max_pool", "avg_pool"), kernels=(1, 2, 3, 4), strides=(1, 2, 3), sides=(60, 90)))
def test_pooling_keeps_the_channels(case: Case) -> None:
    """gives a pooling row the channels it gets, a size that follows from kernel and stride, and no parameters"""
    check(case)


@weight(1.5)
@settings(max_examples=4)
@given(tables(kinds=("linear", "linear", "linear"), sides=(2, 10)))
def test_linear_rows_read_all_values_as_one_row(case: Case) -> None:
    """counts channels * (D + 1) parameters of a linear row, where D is all that it gets, maps or units"""
    check(case)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(tables(kinds=("conv", "conv"), kernels=(5,), strides=(1,), paddings=(0,), sides=(9, 14)), st.integers(1, 3))
def test_a_kernel_may_be_as_large_as_its_input(case: Case, channels: int) -> None:
    """lets a kernel cover its whole padded input: one place is left"""
    (_, (_, H, W), _) = trace(case.rows, case.image)[0]
    rows = (
        ("WHOLE", "conv", channels, min(H, W) + 2, 1, 1, None),
        ("LAST", "max_pool", None, 1, 1, None, None),
    )
    check(Case(rows=(case.rows[0], *rows), image=case.image))


@supporting
@weight(3)
@settings(max_examples=6)
@given(impossible())
def test_a_kernel_that_is_too_large_is_refused(case: Case) -> None:
    """raises a ValueError where a kernel is larger than its padded input, if only in one direction"""
    assert_raises(ValueError, shape_trace, list(case.rows), case.image)
