"""Claims about a network row by row: what the table says, what came back, and the first row that differs."""

from collections.abc import Callable, Sequence
from typing import Any

from autograder.records import Table
from autograder.testkit.asserts import plain, show

Row = tuple[Any, ...]
MISSING = "–"
EXTRA = 5  # rows shown beyond the expected ones


class RowsDiffer(AssertionError):
    """A sentence about the first row that differs, and all rows side by side."""

    def __init__(self, sentence: str, table: Table) -> None:
        self.table = table
        super().__init__(sentence)


def assert_rows(
    name: str,
    got: Any,
    expected: Sequence[Row],
    columns: Sequence[str],
    cause: Callable[[Row, Row], str] | None = None,
) -> None:
    """Claim that `got` is a list of these rows; else RowsDiffer, about the first row that differs.

    columns  what the values of a row are; the first names it: `layer`, `output shape`, `parameters`
    cause    (got row, expected row) -> the likely reason, a sentence, or ""
    """
    wish = [tuple(row) for row in expected]
    if type(got) not in (list, tuple):
        raise AssertionError(f"{name} is {show(got)}, expected a list of {len(wish)} rows")
    rows = [tuple(row) if type(row) in (list, tuple) else (row,) for row in got]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            what = "1 value" if len(row) == 1 else f"{len(row)} values"
            raise AssertionError(f"row {number} of {name} has {what}, expected {len(columns)}: {', '.join(columns)}")
    wrong = next(
        (i for i, pair in enumerate(zip(rows, wish, strict=False)) if _differ(*pair)), min(len(rows), len(wish))
    )
    if wrong == len(rows) == len(wish):
        return
    table = Table(
        (columns[0], *(text for column in columns[1:] for text in (f"{column}: the table", "your code"))),
        tuple(
            _side_by_side(rows, wish, i, len(columns)) for i in range(max(min(len(rows), len(wish) + EXTRA), len(wish)))
        ),
        wrong,
    )
    raise RowsDiffer(_sentence(name, rows, wish, wrong, columns, cause), table)


def _differ(got: Row, wish: Row) -> bool:
    return any(not _equal(one, other) for one, other in zip(got, wish, strict=True))


def _equal(got: Any, wish: Any) -> bool:
    return bool(plain(got) == plain(wish)) and isinstance(plain(got), bool) == isinstance(plain(wish), bool)


def _sentence(
    name: str,
    rows: Sequence[Row],
    wish: Sequence[Row],
    wrong: int,
    columns: Sequence[str],
    cause: Callable[[Row, Row], str] | None,
) -> str:
    if wrong >= len(rows):
        return f"{name} ends after {_rows(len(rows))}, expected {len(wish)}; the next is {_said(wish[wrong][0])}"
    if wrong >= len(wish):
        return f"{name} has {_rows(len(rows))}, expected {len(wish)}; row {wrong + 1} is {_said(rows[wrong][0])}"
    got, want = rows[wrong], wish[wrong]
    column = next(i for i in range(len(columns)) if not _equal(got[i], want[i]))
    place = f"row {wrong + 1} of {name}" if column == 0 else f"row {wrong + 1}, {_said(want[0])}"
    sentence = f"{place}: {columns[column]} is {_said(got[column])}, expected {_said(want[column])}"
    reason = cause(got, want) if cause else ""
    return f"{sentence}; {reason}" if reason else sentence


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _side_by_side(rows: Sequence[Row], wish: Sequence[Row], i: int, width: int) -> tuple[str, ...]:
    got = rows[i] if i < len(rows) else (MISSING,) * width
    want = wish[i] if i < len(wish) else (MISSING,) * width
    name = _said(want[0]) if i < len(wish) else _said(got[0])
    pairs = zip(want[1:], got[1:], strict=True)
    return (name, *(_said(value) for pair in pairs for value in pair))


def _said(value: Any) -> str:
    """Shapes as 6 x 28 x 28, counts with commas, None as a dash."""
    bare = plain(value)
    if bare is None:
        return MISSING
    if type(bare) is tuple and bare and all(type(n) is int for n in bare):
        return " × ".join(map(str, bare))
    if type(bare) is int:
        return f"{bare:,}"
    return bare if type(bare) is str and len(bare) <= 40 else show(bare)
