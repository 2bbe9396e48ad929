"""lenet5_rows: the table as data, row by row, for each pool and activation.

LeCun, Bottou, Bengio & Haffner (1998), section II.B and figure 2.
"""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from submission import lenet5_rows

from autograder.suites.lab06_lenet.definition import lenet5
from autograder.testkit import assert_raises, assert_rows, supporting, weight

COLUMNS = ("layer", "kind", "channels", "kernel", "stride", "padding", "activation")


def cause(row: tuple[Any, ...], wish: tuple[Any, ...]) -> str:
    """What a wrong row most likely means."""
    if row[0] != wish[0]:
        return ""
    if row[1] != wish[1]:
        return "is pool used in every pooling row?" if "pool" in str(row[1]) and "pool" in wish[1] else ""
    for column, got, want in zip(COLUMNS, row, wish, strict=True):
        if got != want and want is None:
            return (
                f"a row of kind {wish[1]!r} has no {column}: None stands there"
                if column != "activation"
                else ("the last row gives plain scores")
            )
    return ""


@weight(3)
def test_the_original() -> None:
    """writes the table of the original, average pooling and tanh, row by row"""
    assert_rows("the table", lenet5_rows(), lenet5(), COLUMNS, cause)


@weight(2)
def test_the_variant_of_today() -> None:
    """writes the table with max pooling and ReLU, row by row"""
    assert_rows("the table", lenet5_rows("max", "relu"), lenet5("max", "relu"), COLUMNS, cause)


@weight(2)
@settings(max_examples=4)
@given(st.sampled_from((("max", "tanh"), ("avg", "relu"))), st.booleans())
def test_pool_and_activation_are_chosen_apart(choice: tuple[str, str], by_name: bool) -> None:
    """lets pool and activation be chosen independently of each other, by place or by name"""
    pool, activation = choice
    got = lenet5_rows(activation=activation, pool=pool) if by_name else lenet5_rows(pool, activation)
    assert_rows("the table", got, lenet5(pool, activation), COLUMNS, cause)


@supporting
@weight(1)
@settings(max_examples=5)
@given(st.sampled_from(("mean", "average", "min", "avg_pool", "MAX", "tanh", "")))
def test_another_pool_is_refused(pool: str) -> None:
    """raises a ValueError for a pool that is neither "avg" nor "max" """
    assert_raises(ValueError, lenet5_rows, pool)


@supporting
@weight(1)
@settings(max_examples=5)
@given(st.sampled_from(("sigmoid", "ReLU", "softmax", "none", "avg", "")))
def test_another_activation_is_refused(activation: str) -> None:
    """raises a ValueError for an activation that is neither "tanh" nor "relu" """
    assert_raises(ValueError, lenet5_rows, "avg", activation)
