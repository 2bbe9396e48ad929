"""Names the mistake behind the failures of a question, or says what is known.

First the lab's own wrong answers; then transforms of the right answer, exceptions, and the right answer to another
question. Only what explains every failing case is a name. Everything here follows from the frozen cases and the
submission's answers, never from the clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.diagnosis.bank import Named, WrongAnswer, wrong_answers
from autograder.diagnosis.beyond import Beyond, Diagnosed, absent
from autograder.diagnosis.matching import Evidence, match
from autograder.diagnosis.parts import Part
from autograder.diagnosis.picture import picture
from autograder.diagnosis.sketch import same, sketch
from autograder.diagnosis.trusted import RIGHT, Trusted, differs
from autograder.diagnosis.variations import with_ddof
from autograder.diagnosis.words import general
from autograder.labs import Lab
from autograder.records import Outcome, Picture
from autograder.replay.judge import ANOTHER_ANSWER, TestVerdict
from autograder.replay.script import TestScript
from autograder.replay.script import same as same_op
from autograder.replay.verdict import size
from autograder.sandbox.inside.values import Raised
from autograder.sandbox.proxy import Contract, called

NOT_THERE = ("is not defined", "is not implemented yet")  # SubmissionError's words for what needs no diagnosis
VARIANT = " ddof"  # the reference with ddof=1: no file of a bank is called so


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
        sources |= {f"{RIGHT}{stem}": (lab.suite / "right" / f"{stem}.py").read_text("utf-8") for stem in self.right}
        self.ddof = with_ddof(reference)
        if self.ddof is not None:
            sources[VARIANT] = self.ddof
        self.trusted = Trusted(reference, sources, scripts, self.contract, modules, folder)
        self.beyond = Beyond(self.trusted, VARIANT if self.ddof else None)

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
            found |= self.beyond.explain(rest, set(named), seen, verdicts)
        for test, verdict in failed.items():
            drawn = self._picture(test, seen[test].get(verdict.shown, []), verdict.shown)
            if drawn is not None:
                found[test] = replace(found.get(test, Diagnosed()), picture=drawn)
        return found

    def _picture(self, test: str, shown: Sequence[Part], number: int) -> Picture | None:
        """Of the first output that is wrong in the case that the message is about."""
        for part in shown:
            if not part.argument and differs(part) and self.beyond.settled(test, number, part):
                return picture(part)
        return None

    def _parts(self, test: str, verdict: TestVerdict) -> dict[int, list[Part]]:
        """By failing case: all parts of what came back beside what the reference gives."""
        found = {}
        for number, case in verdict.verdicts.items():
            if case.outcome is Outcome.FAILED:
                found[number] = self.trusted.parts(test, number, _results(verdict, number))
        return found

    def _evidence(self, test: str, verdict: TestVerdict, failed: Mapping[int, Sequence[Part]]) -> Evidence:
        scripts = self.scripts[test].cases
        cases = {number: failed[number] for number in sorted(failed, key=lambda number: size(scripts[number]))}
        for number, case in verdict.verdicts.items():
            if case.outcome is Outcome.PASSED:
                cases[number] = self.trusted.parts(test, number, _results(verdict, number))
        differing = {number: [part for part in found if differs(part)] for number, found in cases.items()}
        sketches = {number: {part.key: sketch(part.value) for part in found} for number, found in differing.items()}
        dtype_only = {
            number: frozenset(p.key for p in found if not p.argument and same(sketch(p.value), sketch(p.right)))
            for number, found in differing.items()
        }
        heavy = any(self.trusted.heavy(test, number) for number in failed)
        upto = {number: len(_results(verdict, number)) for number in cases}
        return Evidence(test, sketches, dtype_only, frozenset(failed), upto, heavy)

    def _telling(
        self, verdicts: Mapping[str, TestVerdict], seen: Mapping[str, dict[int, list[Part]]], some_hold: bool
    ) -> bool:
        """Whether exceptions say something: the functions that raise answer other calls, or other claims hold."""
        raising = {
            part.function
            for cases in seen.values()
            for found in cases.values()
            for part in found
            if isinstance(part.value, Raised) and not absent(part.value) and differs(part)
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
            if isinstance(part.value, Raised) and not absent(part.value)
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
        ops = self.trusted.ops(test, number)[: len(results)]
        right = self.trusted.right(test, number)
        for later, op in enumerate(ops):
            for earlier in range(later):
                if op[0] == "call" and same_op(op, ops[earlier]) and not _alike(results[earlier], results[later]):
                    return _alike(right[earlier], right[later])
        return False


def _results(verdict: TestVerdict, number: int) -> Sequence[Any]:
    return verdict.results.get(number, verdict.verdicts[number].transcript)


def _alike(one: Any, other: Any) -> bool:
    return same(sketch(one), sketch(other))


def _answered(verdict: TestVerdict) -> bool:
    """Whether a test failed with values (or exceptions) that can be compared: a stub has none."""
    return verdict.outcome is Outcome.FAILED and not verdict.message.endswith(NOT_THERE)
