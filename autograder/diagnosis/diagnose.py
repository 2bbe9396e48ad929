"""Names the mistake behind the failures of a question, or says what is known.

First the lab's own wrong answers; then transforms of the right answer, exceptions, and the right answer to another
question. Only what explains every failing case is a name. Everything here follows from the frozen cases and the
submission's answers, never from the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.diagnosis.bank import Named, WrongAnswer, wrong_answers
from autograder.diagnosis.conditions import by_condition
from autograder.diagnosis.exceptions import by_exception
from autograder.diagnosis.known import known
from autograder.diagnosis.matching import Evidence, match
from autograder.diagnosis.parts import Part
from autograder.diagnosis.picture import picture
from autograder.diagnosis.regions import by_region
from autograder.diagnosis.samples import Sample, arguments
from autograder.diagnosis.sketch import same, sketch
from autograder.diagnosis.transforms import by_transform
from autograder.diagnosis.trusted import Trusted, differs
from autograder.diagnosis.variations import by_variation, with_ddof
from autograder.diagnosis.words import general
from autograder.labs import Lab
from autograder.records import Outcome, Picture
from autograder.replay.judge import ANOTHER_ANSWER, TestVerdict
from autograder.replay.script import TestScript
from autograder.replay.script import same as same_op
from autograder.replay.verdict import size
from autograder.sandbox.inside.values import Opaque, Raised
from autograder.sandbox.proxy import Contract, called

NOT_THERE = ("is not defined", "is not implemented yet")  # SubmissionError's words for what needs no diagnosis
ABSENT = ("NotDefined", "NotImplementedError", "Unresolved")
VARIANT = " ddof"  # the reference with ddof=1: no file of a bank is called so


@dataclass(frozen=True)
class Diagnosed:
    """What a failed test's outputs say: a name, or else what is known."""

    named: Named | None = None
    known: tuple[str, ...] = ()
    picture: Picture | None = None


class Diagnosis:
    """The kit's own answers to a lab, and what they return on the frozen cases; worked out when first needed."""

    def __init__(
        self,
        lab: Lab,
        reference: str,
        scripts: Mapping[str, TestScript],
        contract: Contract | None = None,
        modules: Sequence[tuple[str, str]] = (),
        folder: Path | None = None,
    ) -> None:
        self.answers: dict[str, WrongAnswer] = {answer.stem: answer for answer in wrong_answers(lab)}
        self.right = sorted(path.stem for path in (lab.suite / "right").glob("[a-z]*.py"))
        self.scripts, self.contract = scripts, contract or Contract()
        sources = {answer.stem: answer.source for answer in self.answers.values()}
        # "right/loops" cannot be the stem of a wrong answer.
        sources |= {f"right/{stem}": (lab.suite / "right" / f"{stem}.py").read_text("utf-8") for stem in self.right}
        self.ddof = with_ddof(reference)
        if self.ddof is not None:
            sources[VARIANT] = self.ddof
        self.trusted = Trusted(reference, sources, scripts, self.contract, modules, folder)

    def name_mistakes(self, verdicts: Mapping[str, TestVerdict]) -> dict[str, Named]:
        """For the failed tests of one question, by test id: the mistake, where it has a name."""
        return {test: found.named for test, found in self.diagnose(verdicts).items() if found.named is not None}

    def diagnose(self, verdicts: Mapping[str, TestVerdict]) -> dict[str, Diagnosed]:
        """What is to be said of the failed tests of one question, by test id."""
        failed = {test: verdict for test, verdict in verdicts.items() if _answered(verdict)}
        if not failed:
            return {}
        passed = {test for test, verdict in verdicts.items() if verdict.outcome is Outcome.PASSED}
        seen = {test: self._parts(test, verdict) for test, verdict in failed.items()}
        evidence = [self._evidence(test, verdict, seen[test]) for test, verdict in failed.items()]
        named = match(evidence, passed, self.answers, self.trusted, self._telling(verdicts, seen, bool(passed)))
        found = {test: Diagnosed(name) for test, name in named.items()}
        changing = {test for test in failed if test not in named and self._changes(test, failed[test])}
        found |= {test: Diagnosed(general("chance")) for test in changing}
        rest = [test for test in failed if test not in named and test not in changing]
        if rest:
            found |= self._beyond_the_bank(rest, seen, verdicts)
        for test, verdict in failed.items():
            drawn = self._picture(test, seen[test].get(verdict.shown, []), verdict.shown)
            if drawn is not None:
                found[test] = replace(found.get(test, Diagnosed()), picture=drawn)
        return found

    def _picture(self, test: str, shown: Sequence[Part], number: int) -> Picture | None:
        """Of the first output that is wrong in the case that the message is about."""
        for part in shown:
            if not part.argument and differs(part) and self._settled(test, number, part):
                return picture(part)
        return None

    def _parts(self, test: str, verdict: TestVerdict) -> dict[int, list[Part]]:
        """By failing case: all parts of what came back beside what the reference gives."""
        found = {}
        for number, case in verdict.verdicts.items():
            if case.outcome is Outcome.FAILED:
                results = verdict.results.get(number, case.transcript)
                found[number] = self.trusted.parts(test, number, results)
        return found

    def _evidence(self, test: str, verdict: TestVerdict, failed: Mapping[int, Sequence[Part]]) -> Evidence:
        scripts = self.scripts[test].cases
        cases = {number: failed[number] for number in sorted(failed, key=lambda number: size(scripts[number]))}
        for number, case in verdict.verdicts.items():
            if case.outcome is Outcome.PASSED and number in verdict.results:
                cases[number] = self.trusted.parts(test, number, verdict.results[number])
        differing = {number: [part for part in found if differs(part)] for number, found in cases.items()}
        sketches = {number: {part.key: sketch(part.value) for part in found} for number, found in differing.items()}
        dtype_only = {
            number: frozenset(p.key for p in found if not p.argument and same(sketch(p.value), sketch(p.right)))
            for number, found in differing.items()
        }
        heavy = any(self.trusted.heavy(test, number) for number in failed)
        return Evidence(test, sketches, dtype_only, frozenset(failed), heavy)

    def _telling(
        self, verdicts: Mapping[str, TestVerdict], seen: Mapping[str, dict[int, list[Part]]], some_hold: bool
    ) -> bool:
        """Whether exceptions say something: the functions that raise answer other calls, or other claims hold."""
        raising = {
            part.function
            for cases in seen.values()
            for found in cases.values()
            for part in found
            if isinstance(part.value, Raised) and not _absent(part.value) and differs(part)
        }
        answering = {
            called(op)
            for test, verdict in verdicts.items()
            for number, results in verdict.results.items()
            for op, result in zip(self.trusted.ops(test, number), results, strict=False)
            if not isinstance(result, Raised)
        }
        kinds = {
            sketch(part.value)
            for cases in seen.values()
            for found in cases.values()
            for part in found
            if isinstance(part.value, Raised) and not _absent(part.value)
        }
        return raising <= answering or (some_hold and bool(answering)) or len(kinds) > 1

    def _changes(self, test: str, verdict: TestVerdict) -> bool:
        """Whether in every failing case the same call gave something else a second time, as no right answer does."""
        if ANOTHER_ANSWER in verdict.message:
            return True
        failing = [number for number, case in verdict.verdicts.items() if case.outcome is Outcome.FAILED]
        return bool(failing) and all(
            number in verdict.results and self._differ_when_repeated(test, number, verdict.results[number])
            for number in failing
        )

    def _differ_when_repeated(self, test: str, number: int, results: Sequence[Any]) -> bool:
        ops = self.trusted.ops(test, number)
        right = self.trusted.right(test, number)
        for later, op in enumerate(ops):
            for earlier in range(later):
                if op[0] == "call" and same_op(op, ops[earlier]) and not _alike(results[earlier], results[later]):
                    return _alike(right[earlier], right[later])
        return False

    def _settled(self, test: str, number: int, part: Part) -> bool:
        """Whether there is but one right value: all right answers of the bank agree with the reference."""
        if part.argument:
            return True
        if self.trusted.heavy(test, number):
            return False  # nobody asked
        return all(part.key not in self.trusted.differing(f"right/{stem}", test, number) for stem in self.right)

    def _beyond_the_bank(
        self,
        rest: Sequence[str],
        seen: Mapping[str, dict[int, list[Part]]],
        verdicts: Mapping[str, TestVerdict],
    ) -> dict[str, Diagnosed]:
        wrong: dict[str, list[Sample]] = {}
        unsettled: dict[str, list[Sample]] = {}  # where right answers differ among themselves
        first: dict[str, str] = {}
        right_in: dict[str, list[str]] = {}
        for test in rest:
            for number, of_case in seen[test].items():
                for part in of_case:
                    if _absent(part.value):
                        continue
                    output = f"{part.function}/{part.name}{'/argument' if part.argument else ''}"
                    if not differs(part):
                        if part.name != part.function and not isinstance(part.value, Opaque):
                            right_in.setdefault(test, []).append(part.name)
                    elif self._settled(test, number, part):
                        wrong.setdefault(output, []).append(self._sample(test, number, part, True))
                        first.setdefault(test, output)
                    else:
                        unsettled.setdefault(output, []).append(self._sample(test, number, part, True))
        told: dict[str, tuple[str, ...]] = {}
        names: dict[str, Named | None] = {}
        for output, samples in wrong.items():
            names[output], conditions = self._name(samples, verdicts)
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
        name = by_transform(output, samples) or by_variation(output, samples, self.trusted, self.contract)
        return Diagnosed(name, () if name else tuple(known(output, [], [], [])))

    def _name(self, samples: list[Sample], verdicts: Mapping[str, TestVerdict]) -> tuple[Named | None, list[Named]]:
        output = samples[0].part.name
        if samples[0].part.argument:
            return general("writes_to_argument"), []
        name = by_exception(output, samples) or by_transform(output, samples)
        if name is not None:
            return name, []
        name = by_variation(output, samples, self.trusted, self.contract) or self._by_ddof(output, samples)
        if name is not None:
            return name, []
        name = by_region(output, samples)
        if name is not None:
            return name, []
        return by_condition(output, [*samples, *self._right_samples(samples, verdicts)])

    def _by_ddof(self, output: str, samples: Sequence[Sample]) -> Named | None:
        if self.ddof is None:
            return None
        for sample in samples:
            theirs = self.trusted.differing(VARIANT, sample.test, sample.number).get(sample.part.key)
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
        namespace: Any = self.trusted.box(None).channel.runner.namespace  # type: ignore[attr-defined]
        return Sample(test, number, part, arguments(ops, part.op, namespace) if ops else {}, wrong)


def _alike(one: Any, other: Any) -> bool:
    return same(sketch(one), sketch(other))


def _absent(value: Any) -> bool:
    return isinstance(value, Raised) and value.kind in ABSENT


def _answered(verdict: TestVerdict) -> bool:
    """Whether a test failed with values (or exceptions) that can be compared: a stub has none."""
    return verdict.outcome is Outcome.FAILED and not verdict.message.endswith(NOT_THERE)
