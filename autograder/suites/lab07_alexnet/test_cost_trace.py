"""cost_trace: what is true of every correct answer.

conv     OH = floor((H + 2 padding - kernel) / stride) + 1; F (C kernel^2 + 1) parameters; F OH OW C kernel^2
         multiply-adds, for F = channels
linear   M (D + 1) parameters, M D multiply-adds, for M = channels
field    r + (kernel - 1) * jump, jump = product of the strides above; a linear layer is a kernel as large as its map
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import cost_trace

from autograder.suites.lab07_alexnet.cases import single_rows, tables
from autograder.suites.lab07_alexnet.definition import ALEXNET, Row, costs
from autograder.suites.lab07_alexnet.tables import COSTS, assert_columns, is_table, likely
from autograder.testkit import Case, assert_equal, assert_raises, supporting, weight

ROWS = list(ALEXNET)
ALL = COSTS[1:]


def check_columns(rows: list[Row], input_shape: tuple[int, ...], *chosen: str) -> None:
    """These columns of the trace are those of the definition."""
    trace = cost_trace(rows, input_shape)
    assert_columns("the trace", trace, costs(rows, input_shape), COSTS, chosen, likely(rows, input_shape, chosen))


@weight(3)
@settings(max_examples=4)
@given(tables())
def test_output_shapes(case: Case) -> None:
    """follows (C, H, W) through convolution and pooling: channels of the row or as before, sizes rounded down"""
    check_columns(case.rows, case.input_shape, "output shape")


@weight(2)
@settings(max_examples=3)
@given(tables())
def test_parameters(case: Case) -> None:
    """counts for each filter a kernel for every channel that the row above gives, and a bias; none for pooling"""
    check_columns(case.rows, case.input_shape, "parameters")


@weight(3)
@settings(max_examples=3)
@given(tables())
def test_multiply_adds(case: Case) -> None:
    """counts one multiply-add for each weight at each place of the output, and none for biases and pooling"""
    check_columns(case.rows, case.input_shape, "multiply-adds")


@weight(3)
@settings(max_examples=4)
@given(tables())
def test_receptive_fields(case: Case) -> None:
    """adds (kernel - 1) * jump for each convolution and pooling, where jump is the product of all strides above"""
    check_columns(case.rows, case.input_shape, "receptive field")


@weight(2)
@settings(max_examples=3)
@given(tables(linear=True))
def test_linear_layers_flatten_what_they_get(case: Case) -> None:
    """gives linear layers the shape (units,), a weight for every number that they get and a bias for every unit"""
    check_columns(case.rows, case.input_shape, "output shape", "parameters", "multiply-adds")


@weight(1)
@settings(max_examples=3)
@given(tables(linear=True))
def test_linear_layers_see_the_whole_map(case: Case) -> None:
    """takes a linear layer as a kernel over the longer side of its map, and adds nothing for one above another"""
    check_columns(case.rows, case.input_shape, "receptive field")


@weight(1)
@settings(max_examples=3)
@given(tables(norm=True))
def test_normalisation_costs_and_changes_nothing(case: Case) -> None:
    """passes shape and receptive field on at a normalisation, without parameters and multiply-adds"""
    check_columns(case.rows, case.input_shape, *ALL)


@weight(2)
def test_alexnet() -> None:
    """counts AlexNet at 227 x 227 right: 62,378,344 parameters, 1,135,256,096 multiply-adds, a field of 195 at POOL3"""
    for column in ALL:
        check_columns(ROWS, (3, 227, 227), column)


@weight(1)
def test_alexnet_at_other_sizes() -> None:
    """follows AlexNet from 224 x 224, where FC6 gets 6,400 numbers, and from images that are not square"""
    for input_shape in ((3, 224, 224), (2, 70, 99), (1, 163, 67)):
        check_columns(ROWS, input_shape, *ALL)


@weight(1)
def test_nothing_is_allocated() -> None:
    """counts a network that would fit into no memory, at once"""
    rows: list[Row] = [
        ("VAST", "conv", 1_000_000, 5, 1, 0, "relu"),
        ("NORM", "norm", None, None, None, None, None),
        ("MORE", "conv", 300_000, 3, 1, 1, "relu"),
        ("POOL", "max_pool", None, 4, 4, None, None),
        ("ALL", "linear", 70_000, None, None, None, None),
    ]
    check_columns(rows, (20_000, 37, 45), *ALL)


@weight(0.5)
@settings(max_examples=3)
@given(single_rows())
def test_a_kernel_as_large_as_its_padded_input_fits(case: Case) -> None:
    """accepts a kernel exactly as large as the shorter side with its padding, in convolution and in pooling"""
    smaller = min(case.input_shape[1:])
    check_columns([convolution(case, smaller + 2 * case.padding)], case.input_shape, "output shape")
    check_columns([pooling(smaller)], case.input_shape, "output shape")


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(tables(linear=True))
def test_one_entry_of_five_values_for_each_row(case: Case) -> None:
    """returns one entry (name, output shape, parameters, multiply-adds, receptive field) for each row, in order"""
    trace = cost_trace(case.rows, case.input_shape)
    assert is_table(trace, len(COSTS)), "the trace is no list of entries of 5 values"
    assert_equal("the list of names", [entry[0] for entry in trace], [row[0] for row in case.rows])


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(tables(linear=True))
def test_numbers_are_ints(case: Case) -> None:
    """returns whole numbers, not floats"""
    trace = cost_trace(case.rows, case.input_shape)
    assert is_table(trace, len(COSTS)), "the trace is no list of entries of 5 values"
    for entry in trace:
        shape = entry[1] if isinstance(entry[1], list | tuple) else [entry[1]]
        numbers = [*shape, *entry[2:]]
        assert all(np.asarray(number).dtype.kind in "iu" for number in numbers), (
            f"the entry of {entry[0]} has a number that is no int"
        )


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(single_rows())
def test_a_kernel_larger_than_its_padded_input_is_refused(case: Case) -> None:
    """raises ValueError when a convolution's kernel is larger than the shorter side with its padding"""
    _, H, W = case.input_shape
    for shape in ((3, H, W), (3, W, H)):
        assert_raises(ValueError, cost_trace, [convolution(case, min(H, W) + 2 * case.padding + 1)], shape)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(single_rows())
def test_a_window_larger_than_its_map_is_refused(case: Case) -> None:
    """raises ValueError when a pooling window is larger than the shorter side of its map, in whatever row"""
    _, H, W = case.input_shape
    for shape in ((3, H, W), (3, W, H)):
        assert_raises(ValueError, cost_trace, [pooling(min(H, W) + 1)], shape)
        assert_raises(ValueError, cost_trace, [convolution(case, 2, 0), pooling(min(H, W))], shape)


def convolution(case: Case, kernel: int, padding: int | None = None) -> Row:
    """A row with this kernel; padding as the case has it unless given."""
    return ("WIDE", "conv", case.channels, kernel, 1, case.padding if padding is None else padding, "relu")


def pooling(kernel: Any) -> Row:
    """A row with this window and a stride of 2."""
    return ("POOL", "max_pool", None, kernel, 2, None, None)
