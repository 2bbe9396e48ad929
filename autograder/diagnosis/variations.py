"""The right answer to another question: the reference, asked with one argument changed, gives what came back.

An argument that is ignored, left out, negated, exchanged with another, read backwards ... the names of arguments come
from the lab's own functions.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.parts import contract_of, parts
from autograder.diagnosis.samples import Sample, bound
from autograder.diagnosis.sketch import same, sketch
from autograder.diagnosis.trusted import Trusted
from autograder.diagnosis.words import general
from autograder.sandbox.inside.run import Op

CASES = 12  # on which a variation is tried; it has to hold on all of them
Change = Callable[[dict[str, Any]], dict[str, Any] | None]  # of the arguments of a call


@dataclass(frozen=True)
class Variation:
    """A change of arguments with the mistake that it stands for."""

    name: str
    values: dict[str, Any]
    change: Change


def by_variation(output: str, samples: Sequence[Sample], trusted: Trusted) -> Named | None:
    """The only change of the arguments under which the reference gives what came back, in every sample."""
    chosen = sorted(samples, key=lambda sample: (sample.test, sample.number))[:: max(1, len(samples) // CASES)]
    if any(trusted.slow(sample.test, sample.number) for sample in chosen):
        return None  # a training run takes seconds: not to be tried in thirty ways
    found: dict[str, Named] = {}
    for variation in _variations(chosen):
        if all(_gives(variation, sample, trusted) for sample in chosen):
            named = general(variation.name, output=output, **variation.values)
            found.setdefault(named.mistake, named)
    return next(iter(found.values())) if len(found) == 1 else _plainest(list(found.values()))


def _plainest(found: list[Named]) -> Named | None:
    """Of several that give the same, one that says the same as the others in fewer words, if there is one."""
    if found and all(named.stem in ("any.fixed", "any.left_out") for named in found):
        return next((named for named in found if named.stem == "any.left_out"), None) if len(found) == 2 else None
    return None


def _gives(variation: Variation, sample: Sample, trusted: Trusted) -> bool:
    namespace = trusted.namespace
    ops, changed = [], False
    for op in trusted.ops(sample.test, sample.number):
        other = _changed(op, variation.change, namespace)
        changed = changed or other is not None
        ops.append(op if other is None else other)
    if not changed:
        return False
    results = trusted.vary(ops)
    right = trusted.right(sample.test, sample.number)
    here = trusted.ops(sample.test, sample.number)
    for part in parts(here, results, right, trusted.contract):
        if part.key == sample.part.key:
            mine = sketch(sample.got)
            return mine[0] == "array" and same(mine, sketch(part.value))
    return False


def _changed(op: Op, change: Change, namespace: dict[str, Any]) -> Op | None:
    """The operation with other arguments, by name; None where the change does not apply."""
    if op[0] not in ("call", "echo"):
        return None
    arguments = bound(op, namespace)
    if not arguments:
        return None
    other = change(dict(arguments))
    if other is None:
        return None
    return (op[0], op[1], (), other, contract_of(op, {}))


def _variations(samples: Sequence[Sample]) -> Iterator[Variation]:
    first = samples[0]
    names = list(first.arguments)
    values = {name: [sample.arguments.get(name) for sample in samples] for name in names}
    scalars = [name for name in names if all(_number(value) for value in values[name])]
    arrays = [name for name in names if all(isinstance(value, np.ndarray) for value in values[name])]
    for name in names:
        if all(isinstance(value, bool) for value in values[name]):
            yield Variation("other_branch", {"argument": name}, _replace(name, lambda value: not value))
    for name in scalars:
        yield from _of_number(name, values[name], first.defaults.get(name))
    for one, other in _pairs(scalars, arrays, first):
        yield Variation("exchanged", {"argument": one, "other": other}, _exchange(one, other))
    for name in arrays:
        yield from _of_array(name, values[name])


def _of_number(name: str, values: Sequence[Any], default: Any) -> Iterator[Variation]:
    whole = all(isinstance(value, int) for value in values)
    fixed = [default] if _number(default) else []
    fixed += [0, 1, 2] if whole else [0.0, 1.0, 0.9, 0.1, 0.5, 1e-5, 1e-3, 1e-8, 1e-7, 1e-6, 1e-10, 1e-12]
    for number in dict.fromkeys(fixed):
        if any(value != number for value in values):
            word = "left_out" if number == 0 and not whole else "fixed"
            yield Variation(word, {"argument": name, **({} if word == "left_out" else {"value": number})},
                            _replace(name, _constant(number)))  # fmt: skip
    if not whole:
        yield Variation("complement", {"argument": name}, _replace(name, lambda value: 1 - value))
        yield Variation("squared_or_root", {"argument": name}, _replace(name, lambda value: value * value))
        yield Variation("squared_or_root", {"argument": name}, _replace(name, lambda value: abs(value) ** 0.5))
        yield Variation("negated", {"argument": name}, _replace(name, lambda value: -value))


def _of_array(name: str, values: Sequence[Any]) -> Iterator[Variation]:
    if not all(value.dtype.kind == "f" for value in values):
        return
    at = {"argument": name}
    yield Variation("left_out", at, _replace(name, np.zeros_like))
    yield Variation("left_out", at, _replace(name, np.ones_like))
    yield Variation("negated", at, _replace(name, np.negative))
    yield Variation("squared_or_root", at, _replace(name, np.square))
    yield Variation("squared_or_root", at, _replace(name, lambda value: np.sqrt(np.abs(value))))
    if all(value.ndim == 1 for value in values):
        yield Variation("first_number", at, _replace(name, lambda value: np.full_like(value, value[0])))
    if all(value.ndim == 4 for value in values):
        yield Variation("turned", at, _replace(name, lambda value: value[:, :, ::-1, ::-1].copy()))
    if all(value.ndim >= 2 and value.shape[-1] == value.shape[-2] for value in values):
        yield Variation("sides_exchanged", at, _replace(name, lambda value: np.swapaxes(value, -1, -2).copy()))


def _replace(name: str, make: Callable[[Any], Any]) -> Change:
    def change(arguments: dict[str, Any]) -> dict[str, Any] | None:
        value = arguments.get(name)
        if not isinstance(value, bool | int | float | np.ndarray):
            return None  # the result of another call, or None: the same argument elsewhere in the case
        return {**arguments, name: make(value)}

    return change


def _constant(number: float) -> Callable[[Any], Any]:
    return lambda value: number


def _exchange(one: str, other: str) -> Change:
    def change(arguments: dict[str, Any]) -> dict[str, Any] | None:
        if one not in arguments or other not in arguments:
            return None
        return {**arguments, one: arguments[other], other: arguments[one]}

    return change


def _pairs(scalars: Sequence[str], arrays: Sequence[str], sample: Sample) -> Iterator[tuple[str, str]]:
    for group in (scalars, arrays):
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if np.shape(sample.arguments[one]) == np.shape(sample.arguments[other]):
                    yield one, other


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def with_ddof(reference: str) -> str | None:
    """The reference with ddof=1 in every variance and standard deviation; None where it takes none."""
    tree = ast.parse(reference)
    found = False
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in ("var", "std") and not any(keyword.arg == "ddof" for keyword in node.keywords):
            node.keywords.append(ast.keyword("ddof", ast.Constant(1)))
            found = True
    return ast.unparse(ast.fix_missing_locations(tree)) if found else None
