"""What came back beside what is right, small enough for a record: which places differ, and one plane in shades."""

from typing import Any

import numpy as np

from autograder.diagnosis.parts import Part
from autograder.diagnosis.regions import wrong_places
from autograder.diagnosis.transforms import numbers
from autograder.records import Picture

LARGEST = 4096  # elements of an array that is drawn
PLANE = 400  # elements of the plane that is shown in shades
BINS = 12
NEARLY_ALL = 0.9  # a map on which more than this is wrong shows nothing; values are drawn by frequency instead
SHADES = 9


def picture(part: Part) -> Picture | None:
    """The picture of a part that came back wrong; None where shapes or kinds differ, or there is too much of it."""
    mask = wrong_places(part.value, part.right)
    if mask is None or not mask.any() or mask.size > LARGEST or not 1 <= mask.ndim <= 4 or mask.size < 2:
        return None
    got, want = numbers(part.value), numbers(part.right)
    if got is None or want is None:
        return None
    plane = np.unravel_index(
        int(mask.reshape(-1, *mask.shape[-2:]).sum(axis=(-1, -2)).argmax()), mask.shape[:-2] or (1,)
    )
    place = tuple(int(index) for index in plane) if mask.ndim > 2 else ()
    mine, right = got[place], want[place]
    low, high = _range(right)
    shaded = mine.size <= PLANE
    return Picture(
        name=part.name,
        shape=tuple(int(n) for n in mask.shape),
        wrong=np.packbits(mask.ravel()).tobytes().hex(),
        plane=place,
        got=_shades(mine, low, high) if shaded else "",
        expected=_shades(right, low, high) if shaded else "",
        histogram=_histogram(got, want) if mask.mean() > NEARLY_ALL and mask.size >= 2 * BINS else (),
    )


def _range(array: Any) -> tuple[float, float]:
    finite = array[np.isfinite(array)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def _shades(array: Any, low: float, high: float) -> str:
    """A digit an element, from 0 (low and below) to 8 (high and above); x is no finite number."""
    with np.errstate(all="ignore"):
        level = np.clip((array - low) / ((high - low) or 1.0), 0.0, 1.0) * (SHADES - 1)
    digits = np.where(np.isfinite(array), np.round(np.nan_to_num(level)), -1).astype(int)
    return "".join("x" if digit < 0 else str(digit) for digit in digits.ravel())


def _histogram(got: Any, want: Any) -> tuple[tuple[int, ...], ...]:
    """How often values of each size come: of what came back, of what is right; on one scale."""
    low, high = _range(np.concatenate([got.ravel(), want.ravel()]))
    if not high > low:
        return ()
    bins = np.linspace(low, high, BINS + 1)
    counts = (np.histogram(array[np.isfinite(array)], bins)[0] for array in (got, want))
    return tuple(tuple(int(count) for count in row) for row in counts)
