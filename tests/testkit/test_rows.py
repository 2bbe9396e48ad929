"""assert_rows: a sentence about the first row that differs, and all rows side by side."""

import numpy as np
import pytest

from autograder.records import Table
from autograder.testkit import assert_rows
from autograder.testkit.rows import RowsDiffer

COLUMNS = ("layer", "output shape", "parameters")
WISH = [("C1", (6, 28, 28), 156), ("S2", (6, 14, 14), 0), ("C3", (16, 10, 10), 2416)]


def failure(got, cause=None):
    with pytest.raises(RowsDiffer) as caught:
        assert_rows("the trace", got, WISH, COLUMNS, cause)
    return str(caught.value), caught.value.table


@pytest.mark.parametrize(
    "got",
    [
        WISH,
        tuple(WISH),
        [list(row) for row in WISH],
        [(name, list(shape), np.int64(count)) for name, shape, count in WISH],
        [(name, np.array(shape), count) for name, shape, count in WISH],
    ],
)
def test_equal_rows_pass_whatever_holds_them(got):
    assert_rows("the trace", got, WISH, COLUMNS)


def test_the_first_row_that_differs_is_named_with_what_was_expected():
    sentence, table = failure([WISH[0], ("S2", (6, 13, 13), 0), ("C3", (16, 9, 9), 2416)])
    assert sentence == "row 2, S2: output shape is 6 × 13 × 13, expected 6 × 14 × 14"
    assert table.wrong == 1


def test_counts_have_commas_and_the_likely_cause_comes_last():
    got = [*WISH[:2], ("C3", (16, 10, 10), 2400)]
    sentence, _ = failure(got, lambda row, wish: "is the bias missing?" if wish[2] - row[2] == 16 else "")
    assert sentence == "row 3, C3: parameters is 2,400, expected 2,416; is the bias missing?"


def test_another_name_shows_that_a_row_was_left_out():
    sentence, _ = failure([WISH[0], WISH[2]])
    assert sentence == "row 2 of the trace: layer is C3, expected S2"


def test_rows_that_are_missing_or_too_many():
    assert failure(WISH[:1])[0] == "the trace ends after 1 row, expected 3; the next is S2"
    assert failure([*WISH, ("C5", (120, 1, 1), 48120)])[0] == "the trace has 4 rows, expected 3; row 4 is C5"


def test_the_table_holds_all_rows_side_by_side():
    _, table = failure([WISH[0], ("S2", None, 0)])
    assert table == Table(
        ("layer", "output shape: the table", "your code", "parameters: the table", "your code"),
        (
            ("C1", "6 × 28 × 28", "6 × 28 × 28", "156", "156"),
            ("S2", "6 × 14 × 14", "–", "0", "0"),
            ("C3", "16 × 10 × 10", "–", "2,416", "–"),
        ),
        1,
    )


def test_a_flood_of_rows_is_not_shown():
    _, table = failure(WISH * 1000)
    assert len(table.rows) == 8


@pytest.mark.parametrize(
    ("got", "sentence"),
    [
        (None, "the trace is None, expected a list of 3 rows"),
        ({"C1": 3}, "the trace is {'C1': 3}, expected a list of 3 rows"),
        ([("C1", (6, 28, 28))], "row 1 of the trace has 2 values, expected 3: layer, output shape, parameters"),
        ([7], "row 1 of the trace has 1 value, expected 3: layer, output shape, parameters"),
    ],
)
def test_what_is_no_list_of_rows_is_said_to_be_none(got, sentence):
    with pytest.raises(AssertionError) as caught:
        assert_rows("the trace", got, WISH, COLUMNS)
    assert str(caught.value) == sentence


def test_true_is_not_one():
    with pytest.raises(RowsDiffer):
        assert_rows("x", [("a", True)], [("a", 1)], ("layer", "count"))
