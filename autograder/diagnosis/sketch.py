"""What a value is, in a few numbers: two values have equal sketches when they are equal up to rounding.

An array is kept as its shape, its dtype and a few random sums of its elements, so that the outputs of hundreds of wrong
answers on hundreds of cases fit in memory and in a small file, and are compared in no time. Two different arrays
have equal sums with a probability that rounding, not chance, decides.
"""

import hashlib
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.sandbox.inside.values import Opaque, Raised

Sketch = tuple[Any, ...]
SUMS = 4
LONGEST = 1 << 16  # of a longer array, so many elements are looked at
TOLERANCE = {"float64": 1e-7, "float32": 1e-3, "float16": 1e-2}


def sketch(value: Any) -> Sketch:
    """The sketch of anything that crosses the wall."""
    if isinstance(value, Raised):
        return ("raised", value.kind, value.why)
    if isinstance(value, Opaque):
        return ("inside", value.kind)
    if isinstance(value, np.ndarray | np.generic | int | float) and not isinstance(value, bool):
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            return _of_array(array)
        return ("value", array.dtype.kind, _digest(value))
    if isinstance(value, tuple | list):
        return (type(value).__name__, len(value), *map(sketch, value[:100]))
    if isinstance(value, dict):
        return ("dict", tuple(sorted(map(str, value))), *(sketch(value[key]) for key in sorted(value, key=str)))
    return ("value", type(value).__name__, _digest(value))


def _digest(value: Any) -> str:
    text = hex(value) if isinstance(value, int) else repr(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _of_array(array: np.ndarray[Any, Any]) -> Sketch:
    flat = np.asarray(array, np.float64).ravel()
    if flat.size > LONGEST:
        flat = flat[_places(flat.size)]
    finite = np.isfinite(flat)
    strange = ""
    if not finite.all():
        strange = hashlib.sha256(np.where(finite, "0", np.nan_to_num(flat, nan=2.0)).tobytes()).hexdigest()[:16]
        flat = np.where(finite, flat, 0.0)
    with np.errstate(all="ignore"):
        norm = float(np.sqrt(flat @ flat))
        sums = tuple((_weights(flat.size) @ flat).tolist())
    return ("array", list(array.shape), array.dtype.name, strange, norm, *sums)


@lru_cache(maxsize=256)
def _weights(size: int) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(size)
    return rng.choice([-1.0, 1.0], (SUMS, size)) * rng.uniform(0.5, 1.0, (SUMS, size))


@lru_cache(maxsize=16)
def _places(size: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(size).choice(size, LONGEST, replace=False)


def same(one: Sketch, other: Sketch) -> bool:
    """Whether two values are equal up to rounding; their dtypes may differ."""
    if one[0] != other[0] or len(one) != len(other):
        return False
    if one[0] in ("tuple", "list"):
        return bool(one[1] == other[1]) and all(map(same, one[2:], other[2:]))
    if one[0] == "dict":
        return _same_dict(one, other)
    if one[0] != "array":
        return one == other
    if one[1] != other[1] or one[3] != other[3]:
        return False
    limit = tolerance(one[2], other[2]) * max(one[4], other[4])
    return all(abs(a - b) <= limit for a, b in zip(one[4:], other[4:], strict=True))


def _same_dict(one: Sketch, other: Sketch) -> bool:
    """Equal values under equal names. The names of parameters are free: of dicts of arrays only the arrays count."""
    mine, theirs = list(one[2:]), list(other[2:])
    if one[1] == other[1]:
        return all(map(same, mine, theirs))
    if not all(value[0] == "array" and value[1] for value in mine + theirs):
        return False
    for value in mine:
        place = next((at for at, another in enumerate(theirs) if same(value, another)), None)
        if place is None:
            return False
        del theirs[place]
    return True


def tolerance(*dtypes: str) -> float:
    """How far apart equal values of these dtypes may lie."""
    return max(TOLERANCE.get(dtype, TOLERANCE["float64"]) for dtype in dtypes)


def same_kind(one: Sketch, other: Sketch) -> bool:
    """Whether two values that are equal are so to the dtype, too."""
    return one[0] != "array" or bool(one[2] == other[2])
