"""For which arguments an output is wrong, and for which it is right: a condition that tells all samples apart."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.regions import windows
from autograder.diagnosis.samples import Sample
from autograder.diagnosis.words import general

LEAST = 2  # samples on either side


def by_condition(output: str, samples: Sequence[Sample]) -> tuple[Named | None, list[Named]]:
    """The only condition that holds for all right samples and for no wrong one; and all of them where several do."""
    right, wrong = sum(not sample.wrong for sample in samples), sum(sample.wrong for sample in samples)
    if right < LEAST or wrong < LEAST:
        return None, []
    found = []
    for name, values, flags in _conditions(samples):
        if all(flag is not None and flag != sample.wrong for flag, sample in zip(flags, samples, strict=True)):
            found.append(general(name, output=output, **values))
    # A flag splits a function in two: which half is wrong is worth knowing, but no name of a mistake.
    switches = {name for name, value in samples[0].arguments.items() if isinstance(value, bool)}
    sole = len(found) == 1 and not any(f"`{name}` =" in found[0].mistake for name in switches)
    return (found[0] if sole else None), found


def _conditions(samples: Sequence[Sample]) -> Iterator[tuple[str, dict[str, Any], list[bool | None]]]:
    """Conditions under which an output may be right: name, what is filled into its words, and whether each holds."""
    names = [name for name in samples[0].arguments if all(name in sample.arguments for sample in samples)]
    for name in names:
        values = [sample.arguments[name] for sample in samples]
        if not all(isinstance(value, int | float | str | tuple) for value in values) or len(set(map(repr, values))) < 2:
            continue
        default = samples[0].defaults.get(name)
        for value in dict.fromkeys(values):
            if isinstance(value, float) and value not in (0.0, 1.0, default):
                continue  # one drawn number of many: what is right for it is so for another reason
            flags: list[bool | None] = [other == value for other in values]
            yield "right_only_for", {"argument": name, "value": value}, flags
            if len(set(map(repr, values))) > 2:  # else the same is said twice
                yield "wrong_only_for", {"argument": name, "value": value}, [not flag for flag in flags]
    yield "float64_only", {}, [_all(sample, lambda a: a.dtype != np.float32) for sample in samples]
    yield "layout_only", {}, [_all(sample, lambda a: a.flags.c_contiguous) for sample in samples]
    yield "remainder_only", {}, [_fits(sample) for sample in samples]
    yield "square_only", {}, [_square(sample) for sample in samples]


def _all(sample: Sample, holds: Any) -> bool | None:
    arrays = [value for value in sample.arguments.values() if isinstance(value, np.ndarray)]
    return all(map(holds, arrays)) if arrays else None


def _fits(sample: Sample) -> bool | None:
    window, x = windows(sample.arguments), sample.arguments.get("x")
    if window is None or not isinstance(x, np.ndarray) or x.ndim != 4:
        return None
    sides, stride, padding = window
    return all((size + 2 * padding - side) % stride == 0 for size, side in zip(x.shape[2:], sides, strict=True))


def _square(sample: Sample) -> bool | None:
    x = sample.arguments.get("x")
    return bool(x.shape[2] == x.shape[3]) if isinstance(x, np.ndarray) and x.ndim == 4 else None
