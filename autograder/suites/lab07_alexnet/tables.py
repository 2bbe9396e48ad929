"""Claims about some columns of a table, row by row, and the likely reason where a number differs."""

from collections.abc import Callable, Sequence
from typing import Any

from autograder.suites.lab07_alexnet.definition import Row, costs
from autograder.testkit import assert_rows

COSTS = ("name", "output shape", "parameters", "multiply-adds", "receptive field")
Cause = Callable[[Row, Row], str]


def assert_columns(
    name: str,
    got: Any,
    expected: Sequence[Row],
    columns: Sequence[str],
    chosen: Sequence[str],
    cause: Cause | None = None,
) -> None:
    """Claim that the `chosen` columns are right. If their number is right, rows go by the names that are due."""
    places = [columns.index(column) for column in chosen]
    wish = [(row[0], *(row[place] for place in places)) for row in expected]
    if not is_table(got, len(columns)):  # say what is missing
        assert_rows(name, got, expected, columns)
    names = [row[0] for row in (expected if len(got) == len(expected) else got)]
    rows = [(title, *(row[place] for place in places)) for title, row in zip(names, got, strict=True)]
    assert_rows(name, rows, wish, ("layer", *chosen), cause)


def is_table(got: Any, width: int) -> bool:
    """Whether these are rows of so many values."""
    return type(got) in (list, tuple) and all(type(row) in (list, tuple) and len(row) == width for row in got)


def likely(rows: Sequence[Row], input_shape: tuple[int, ...], chosen: Sequence[str]) -> Cause:
    """The reason for a wrong number in these columns of a cost trace, where a common mistake gives just that number."""
    before: dict[str, tuple[Row, tuple[int, ...], int]] = {}
    shape, field = tuple(input_shape), 1
    for row, entry in zip(rows, costs(list(rows), tuple(input_shape)), strict=True):
        before[row[0]] = row, shape, field
        shape, field = entry[1], entry[4]

    def cause(got: Row, wish: Row) -> str:
        row, shape, field = before[wish[0]]
        for column, value, right in zip(chosen, got[1:], wish[1:], strict=True):
            number = tuple(value) if isinstance(value, list) else value
            if number != right:
                candidates = GUESSES[column](row, shape, field, right, input_shape[0])
                return next((reason for wrong, reason in candidates if wrong == number), "")
        return ""

    return cause


Candidates = list[tuple[Any, str]]


def shapes(row: Row, shape: tuple[int, ...], field: int, wish: Any, image: int) -> Candidates:
    """Output shapes that come of common mistakes."""
    _, kind, _, kernel, stride, padding, _ = row
    if kind in ("linear", "norm"):
        return [(shape, "does it change the shape?")]
    C, pad = wish[0], padding or 0
    H, W = shape[1:]

    def sizes(around: int, more: int, up: int = 0) -> tuple[int, ...]:
        return (C, *((length + around - kernel + up) // stride + more for length in (H, W)))

    return [
        (sizes(2 * pad, 0), "was the 1 forgotten that is added after the division?"),
        (sizes(2 * pad, 1, stride - 1), "were sizes rounded up? A window that does not fit does not count"),
        (sizes(pad, 1), "padding is on both sides"),
        (sizes(0, 1), "was the padding left out?"),
        ((C, *wish[:0:-1]), "were height and width exchanged?"),
        ((shape[0], *wish[1:]), "a convolution gives as many channels as its row says"),
        ((None, *wish[1:]), "pooling gives as many channels as it gets"),
    ]


def parameters(row: Row, shape: tuple[int, ...], field: int, wish: Any, image: int) -> Candidates:
    """Counts of parameters that come of common mistakes."""
    _, kind, channels, kernel, *_ = row
    if not wish:
        return []
    inputs = wish // channels - 1
    guesses: Candidates = [
        (channels * inputs, "were the biases left out?"),
        (channels * inputs + 1, "each output has a bias"),
    ]
    if kind == "conv":
        guesses += [
            (channels * (image * kernel**2 + 1), "input channels are those that the row above gives, not the image's"),
            (channels * (kernel**2 + 1), "each filter has a kernel for every input channel"),
            (channels * (shape[0] * kernel + 1), "a kernel has kernel * kernel weights for each channel"),
        ]
    else:
        guesses += [(channels * (shape[0] + 1), "a linear layer has a weight for every number of the map it gets")]
    return guesses


def multiply_adds(row: Row, shape: tuple[int, ...], field: int, wish: Any, image: int) -> Candidates:
    """Counts of multiply-adds that come of common mistakes."""
    _, kind, channels, kernel, *_ = row
    if not wish:
        return []
    guesses: Candidates = [(2 * wish, "a multiplication and the addition after it are one multiply-add")]
    if kind == "conv":
        weights = channels * shape[0] * kernel**2
        places = wish // weights
        guesses += [
            (wish + channels * places, "adding a bias is no multiply-add"),
            (weights, "a filter is applied at every place of its output"),
            (weights * shape[1] * shape[2], "a filter is applied once for each pixel of its output, not of its input"),
            (places * channels * kernel**2, "each filter has a kernel for every input channel"),
        ]
    else:
        guesses += [(wish + channels, "adding a bias is no multiply-add")]
    return guesses


def fields(row: Row, shape: tuple[int, ...], field: int, wish: Any, image: int) -> Candidates:
    """Receptive fields that come of common mistakes."""
    _, kind, _, kernel, stride, *_ = row
    if kind == "norm":
        return []
    guesses: Candidates = [(field, "was this row left out?")]
    if kind != "linear" and kernel > 1:
        jump = (wish - field) // (kernel - 1)
        guesses += [
            (field + (kernel - 1) * jump * stride, "a stride counts for the rows below, not for its own"),
            (field + kernel * jump, "a kernel adds kernel - 1 jumps: one pixel was there before"),
            (field + kernel - 1, "one step here is as many pixels as the strides of all rows above, multiplied"),
        ]
    return guesses


GUESSES = {
    "output shape": shapes,
    "parameters": parameters,
    "multiply-adds": multiply_adds,
    "receptive field": fields,
}
