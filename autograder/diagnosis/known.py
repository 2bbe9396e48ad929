"""What is known about a failure that has no name: which outputs are wrong, which are right, where and for what."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.regions import wrong_places
from autograder.diagnosis.samples import Sample

AXES = {1: ("index",), 2: ("row", "column"), 4: ("sample", "channel", "row", "column")}


def known(output: str, wrong: Sequence[Sample], right_outputs: Sequence[str], conditions: Sequence[Named]) -> list[str]:
    """Sentences, each true of all failing cases; none is a guess."""
    said = []
    entries = _entries(output, wrong)
    if right_outputs:
        said.append(f"In the same calls {_names(right_outputs)} came back right; `{output}` did not.")
    elif not entries:
        said.append(f"It is `{output}` that is wrong.")
    said += entries or _shape(output, wrong) or _places(output, wrong)
    said += [f"Your code {condition.mistake}." for condition in conditions[:2]]
    return said[:3]


def _entries(output: str, wrong: Sequence[Sample]) -> list[str]:
    """Which entries of a table or a dict differ, where they are the same few in all cases."""
    cases: dict[tuple[str, int], dict[str, None]] = {}
    for sample in wrong:
        cases.setdefault((sample.test, sample.number), {})[sample.part.place] = None
    entries = [list(places) for places in cases.values()]
    if not entries or not all(entries[0]) or len(entries[0]) > 4 or any(other != entries[0] for other in entries):
        return []
    verb = "is" if len(entries[0]) == 1 else "are"
    return [f"In every failing case {_names([output + place for place in entries[0]])} {verb} wrong."]


def _names(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in dict.fromkeys(names)]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _shape(output: str, wrong: Sequence[Sample]) -> list[str]:
    kinds = (np.ndarray, np.generic)
    shapes = [(s.got.shape, s.want.shape) for s in wrong if isinstance(s.got, kinds) and isinstance(s.want, kinds)]
    if shapes and len(shapes) == len(wrong) and all(got != want for got, want in shapes):
        got, want = min(shapes, key=str)
        return [f"The shape of `{output}` is wrong in every failing case, for example {got} where {want} is due."]
    return []


def _places(output: str, wrong: Sequence[Sample]) -> list[str]:
    masks: list[Any] = [wrong_places(sample.got, sample.want) for sample in wrong]
    if any(mask is None or not mask.ndim for mask in masks) or not masks or any(s.part.place for s in wrong):
        return []
    said = []
    if all(mask.all() for mask in masks):
        said.append(f"Every element of `{output}` is wrong in every failing case.")
    names = AXES.get(masks[0].ndim, ())
    for axis, name in enumerate(names if all(mask.ndim == len(names) for mask in masks) else ()):
        lines = [mask.any(axis=tuple(other for other in range(mask.ndim) if other != axis)) for mask in masks]
        right = [int(index) for index in _common([~line for line in lines])]
        if right and not all(len(line) == 1 for line in lines):
            said.append(f"In `{output}` every {name} with index {_list(right)} is right.")
    return said


def _common(lines: Sequence[Any]) -> Any:
    length = min(map(len, lines))
    return np.flatnonzero(np.all([line[:length] for line in lines], axis=0))


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:4])) + (", ..." if len(numbers) > 4 else "")
