"""What no wrong answer of the bank explains: a mistake that is known in every lab, or else what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.conditions import by_condition
from autograder.diagnosis.exceptions import by_exception
from autograder.diagnosis.known import known
from autograder.diagnosis.parts import Part
from autograder.diagnosis.regions import by_region
from autograder.diagnosis.samples import Sample, arguments, defaults
from autograder.diagnosis.sketch import same, sketch
from autograder.diagnosis.transforms import by_transform
from autograder.diagnosis.trusted import Trusted, differs
from autograder.diagnosis.variations import by_variation
from autograder.diagnosis.words import general
from autograder.records import Picture
from autograder.replay.judge import TestVerdict
from autograder.sandbox.inside.values import Opaque, Raised

ABSENT = ("NotDefined", "NotImplementedError", "Unresolved")
Seen = Mapping[str, Mapping[int, Sequence[Part]]]  # by test and failing case: what came back


@dataclass(frozen=True)
class Diagnosed:
    """What a failed test's outputs say: a name, or else what is known."""

    named: Named | None = None
    known: tuple[str, ...] = ()
    picture: Picture | None = None


class Beyond:
    """Names from transforms, exceptions and the rest; `variant` is the trusted answer that divides by n - 1."""

    def __init__(self, trusted: Trusted, variant: str | None) -> None:
        self.trusted, self.variant = trusted, variant

    def settled(self, test: str, number: int, part: Part) -> bool:
        """Whether there is but one right value of a part. An argument is to come back as it was."""
        return part.argument or self.trusted.settled(test, number, part.key)

    def explain(
        self, rest: Sequence[str], named: set[str], seen: Seen, verdicts: Mapping[str, TestVerdict]
    ) -> dict[str, Diagnosed]:
        """By test id, for the failed tests `rest`; what the bank explains are those in `named`."""
        wrong: dict[str, list[Sample]] = {}
        unsettled: dict[str, list[Sample]] = {}  # where right answers differ among themselves
        first: dict[str, str] = {}
        right_in: dict[str, list[str]] = {}
        for test in rest:
            for number, part in _all(seen[test]):
                if absent(part.value):
                    continue
                if not differs(part):
                    if part.name != part.function and not isinstance(part.value, Opaque):
                        right_in.setdefault(test, []).append(part.name)
                elif self.settled(test, number, part):
                    wrong.setdefault(_output(part), []).append(self._sample(test, number, part, True))
                    first.setdefault(test, _output(part))
                else:
                    unsettled.setdefault(_output(part), []).append(self._sample(test, number, part, True))
        explained = {_output(part) for test in named for _, part in _all(seen[test]) if differs(part)}
        told: dict[str, tuple[str, ...]] = {}
        names: dict[str, Named | None] = {}
        for output, samples in wrong.items():
            names[output], conditions = self._name(samples, verdicts, output in explained)
            if names[output] is None:
                whole = {test for test in rest if first.get(test) == output}
                beside = set.intersection(*(set(right_in.get(test, [])) for test in whole)) if whole else set()
                beside -= {sample.part.name for other in wrong.values() for sample in other}
                told[output] = tuple(known(samples[0].part.name, samples, sorted(beside), conditions))
        found = {test: Diagnosed(names[output], told.get(output, ())) for test, output in first.items()}
        for samples in unsettled.values():
            tests = {sample.test for sample in samples} - first.keys()
            if tests:
                found |= dict.fromkeys(tests, self._unsettled([s for s in samples if s.test in tests]))
        return found

    def _unsettled(self, samples: list[Sample]) -> Diagnosed:
        """What differs from the reference as right answers may, too; a transform that fits exactly is no accident."""
        output = samples[0].part.name
        if _of_table(samples):
            return Diagnosed(None, tuple(known(output, samples, [], [])))
        name = by_transform(output, samples) or by_variation(output, samples, self.trusted)
        return Diagnosed(name, () if name else tuple(known(output, [], [], [])))

    def _name(
        self, samples: list[Sample], verdicts: Mapping[str, TestVerdict], explained: bool
    ) -> tuple[Named | None, list[Named]]:
        output = samples[0].part.name
        if samples[0].part.argument:
            return general("writes_to_argument"), []
        name = by_exception(output, samples)
        if name is not None or explained:
            # Where a mistake of the bank shows in the same output, what is left is mostly the same mistake's doing.
            return name, []
        if not _of_table(samples):
            name = by_transform(output, samples) or by_variation(output, samples, self.trusted)
            name = name or self._by_ddof(output, samples) or by_region(output, samples)
        if name is not None:
            return name, []
        return by_condition(output, [*samples, *self._right_samples(samples, verdicts)])

    def _by_ddof(self, output: str, samples: Sequence[Sample]) -> Named | None:
        if self.variant is None:
            return None
        for sample in samples:
            theirs = self.trusted.differing(self.variant, sample.test, sample.number).get(sample.part.key)
            if theirs is None or not same(theirs, sketch(sample.got)):
                return None
        return general("ddof", output=output)

    def _right_samples(self, wrong: Sequence[Sample], verdicts: Mapping[str, TestVerdict]) -> list[Sample]:
        """Where the same output of the same function came back right."""
        function, output = wrong[0].part.function, wrong[0].part.name
        taken = {(sample.test, sample.number) for sample in wrong}
        found = []
        for test, verdict in verdicts.items():
            for number, results in verdict.results.items():
                if (test, number) in taken or not self.trusted.ops(test, number):
                    continue
                for part in self.trusted.parts(test, number, results):
                    if (part.function, part.name, part.argument) == (function, output, False) and not differs(part):
                        found.append(self._sample(test, number, part, False))
                        break
        return found

    def _sample(self, test: str, number: int, part: Part, wrong: bool) -> Sample:
        ops = self.trusted.ops(test, number)
        if not ops:
            return Sample(test, number, part, {}, wrong)
        namespace = self.trusted.namespace
        return Sample(test, number, part, arguments(ops, part.op, namespace), wrong, defaults(ops, part.op, namespace))


def absent(value: Any) -> bool:
    """Whether there is nothing to compare: a stub, or a call that waits for one that raised."""
    return isinstance(value, Raised) and value.kind in ABSENT


def _of_table(samples: Sequence[Sample]) -> bool:
    """Whether these are single entries of tables: what is true of an entry says nothing about the whole."""
    return any(sample.part.place and not isinstance(sample.want, np.ndarray) for sample in samples)


def _output(part: Part) -> str:
    return f"{part.function}/{part.name}{'/argument' if part.argument else ''}"


def _all(cases: Mapping[int, Sequence[Part]]) -> list[tuple[int, Part]]:
    return [(number, part) for number, found in cases.items() for part in found]
