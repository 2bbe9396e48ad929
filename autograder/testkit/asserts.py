"""What hidden tests claim about values: type, dtype, shape, finite, then values; one sentence when it does not hold.

The sentences are those of labkit, the helper that students hold.
"""

from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.sandbox.proxy import Handle, SubmissionError, SubmissionFunction, WrongReturn

# (rtol, atol) by the coarser dtype; atol counts in units of the largest expected value.
TOLERANCE = {"float64": (1e-8, 1e-9), "float32": (1e-3, 1e-4), "float16": (1e-2, 1e-2)}

SMALL = 1e-3  # values below are compared on this scale


class Blocked(Exception):
    """A case could not be checked because something it builds on is wrong."""


def assert_close(name: str, got: Any, expected: Any, *, rtol: float | None = None, atol: float | None = None) -> None:
    """Claim that `got` is an array of the shape of `expected` with the same finite values, up to rounding.

    |got - expected| <= rtol * |expected| + atol, by default atol = 1e-9 * max(1e-3, max |expected|) in float64 (1e-4
    in float32): a value that cancels to nearly 0 is compared on the scale of its neighbours.
    """
    wish = np.asarray(expected)
    array = numeric(name, got)
    same_shape(name, array, wish.shape)
    if not wish.size:
        return
    coarser = "float32" if "f" in (array.dtype.char, wish.dtype.char) else "float64"
    relative, absolute = TOLERANCE["float16" if array.dtype.char == "e" else coarser]
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs(array - wish)
    if rtol is None and atol is None and distance.max() <= absolute * SMALL:
        return  # within the limit of any scale: nearly every right answer ends here
    size = np.abs(wish)
    limit = (relative if rtol is None else rtol) * size + (
        absolute * max(float(size.max()), SMALL) if atol is None else atol
    )
    wrong = ~(distance <= limit)  # nan and inf compare as wrong
    if wrong.any():
        raise AssertionError(difference(name, array, wish, wrong))


def assert_shape(name: str, got: Any, shape: tuple[int, ...]) -> None:
    """Claim that `got` is a numeric array of this shape."""
    same_shape(name, numeric(name, got), tuple(shape))


def assert_equal(name: str, got: Any, expected: Any) -> None:
    """Claim that `got` equals `expected` exactly; NumPy integers count as ints, lists as tuples."""
    if plain(got) != plain(expected) or isinstance(plain(got), bool) != isinstance(plain(expected), bool):
        raise AssertionError(f"{name} is {show(got)}, expected {show(expected)}")


def assert_raises(kind: type[Exception], function: SubmissionFunction, *args: Any, **kwargs: Any) -> None:
    """Claim that the call raises `kind`."""
    try:
        function(*args, **kwargs)
    except SubmissionError as error:
        if error.kind == kind.__name__:
            return
        raise AssertionError(f"{error.sentence}, expected {kind.__name__}") from None
    except WrongReturn:
        pass
    raise AssertionError(f"{function.__name__} raised nothing, expected {kind.__name__}")


def assert_leaves_arguments_alone(function: SubmissionFunction, *args: Any, **kwargs: Any) -> None:
    """Claim that the call writes to none of its array arguments: they come back and are compared byte for byte."""
    _, (args_after, kwargs_after) = function.and_its_arguments(*args, **kwargs)
    before = [*enumerate(args, 1), *kwargs.items()]
    after = [*enumerate(args_after, 1), *kwargs_after.items()]
    for (key, old), (_, new) in zip(before, after, strict=True):
        if isinstance(old, np.ndarray) and (not isinstance(new, np.ndarray) or old.tobytes() != new.tobytes()):
            place = f"argument {key}" if isinstance(key, int) else f"argument {key!r}"
            raise AssertionError(f"{function.__name__} wrote to its {place}; it should return new arrays")


@contextmanager
def builds_on(*functions: SubmissionFunction) -> Any:
    """What goes wrong inside blocks the case instead of failing it: no double punishment."""
    try:
        yield
    except Exception as error:  # a claim, the submission's own error, a result that cannot be used
        names = " and ".join(function.__name__ for function in functions)
        raise Blocked(f"this waits for {names}") from error


def numeric(name: str, got: Any) -> np.ndarray:
    """`got` as an array of real numbers, or an AssertionError that says what it is instead."""
    if isinstance(got, Handle):
        raise AssertionError(f"{name} is {_article(repr(got))}, expected an array")
    if got is None or isinstance(got, str | dict | bool):
        raise AssertionError(
            f"{name} is {_article(type(got).__name__) if got is not None else 'None'}, expected an array"
        )
    if isinstance(got, tuple | list):
        raise AssertionError(f"{name} is a {type(got).__name__} of {len(got)} values, expected an array")
    array = np.asarray(got)
    if array.dtype.kind not in "iuf":
        raise AssertionError(f"{name} has dtype {array.dtype}, expected floating point")
    return array


def same_shape(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    """Claim a shape; a Python number counts as shape ()."""
    if array.shape != shape:
        raise AssertionError(f"{name} has shape {array.shape}, expected {shape}")


def difference(name: str, got: np.ndarray, expected: np.ndarray, wrong: np.ndarray) -> str:
    """The sentence for wrong values: the worst place, both numbers, how many are wrong."""
    bad = ~np.isfinite(got) & np.isfinite(expected)
    if bad.any():
        place = tuple(int(i) for i in np.argwhere(bad)[0])
        return f"{_at(name, place)} is {got[place]}, expected a finite number; {_count(bad)} of {_values(bad)}"
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.where(wrong, np.abs(got - expected), -1.0)
    place = tuple(int(i) for i in np.unravel_index(int(np.argmax(distance)), got.shape))
    seen, wish = _two_numbers(float(got[place]), float(expected[place]))
    sentence = f"{_at(name, place)} is {seen}, expected {wish}"
    return sentence if got.size == 1 else f"{sentence}; {_count(wrong)} of {_values(wrong)} differ"


def _two_numbers(got: float, expected: float) -> tuple[str, str]:
    """Both numbers with as many digits as it takes to see that they differ."""
    for digits in (4, 6, 9, 12, 17):
        pair = f"{got:.{digits}g}", f"{expected:.{digits}g}"
        if pair[0] != pair[1]:
            break
    return pair


def _at(name: str, place: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(map(str, place))}]" if place else name


def _count(wrong: np.ndarray) -> int:
    return int(np.count_nonzero(wrong))


def _values(wrong: np.ndarray) -> str:
    return f"{wrong.size} values" if wrong.size != 1 else "1 value"


def plain(value: Any) -> Any:
    """The value with NumPy's numbers as Python's, and lists and arrays as tuples."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    return value


def show(value: Any) -> str:
    """The value as it stands in a sentence, cut off where it is long."""
    text = repr(plain(value))
    return text if len(text) <= 120 else text[:117] + "..."


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else word if word == "something else" else f"a {word}"
