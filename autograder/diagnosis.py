"""Names the mistake: which wrong answer gives what the submission gave, on every case that failed.

Only the places where a wrong answer differs from the reference are compared, so that an unrelated choice of the
student's (an unbiased running variance, say) does not hide the match. Where two wrong answers fit equally well,
none is named.
"""

import ast
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.labs import Lab
from autograder.records import Outcome
from autograder.replay.judge import TestVerdict
from autograder.replay.script import TestScript
from autograder.sandbox.box import Box
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy

NOT_THERE = ("is not defined", "is not implemented yet")  # SubmissionError's words for what needs no diagnosis
Results = Mapping[int, list[Any]]  # by case number


@dataclass(frozen=True)
class WrongAnswer:
    """A mistake with a name (`stem`), a sentence, a question that leads on, and the tests it must fail."""

    stem: str
    mistake: str
    hint: str
    fails: tuple[str, ...]
    source: str


def wrong_answers(lab: Lab) -> tuple[WrongAnswer, ...]:
    """The lab's wrong answers, by name."""
    return tuple(read_wrong_answer(path) for path in sorted((lab.suite / "wrong").glob("[a-z]*.py")))


def read_wrong_answer(path: Path) -> WrongAnswer:
    """Read one without running it: docstring, HINT and FAILS are literals."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    constants = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("HINT", "FAILS")
    }
    mistake = " ".join((ast.get_docstring(tree) or path.stem).split())
    return WrongAnswer(path.stem, mistake, constants.get("HINT", ""), tuple(constants.get("FAILS", ())), source)


class Diagnosis:
    """The wrong answers of a lab with what they return on the frozen cases; worked out when first needed."""

    def __init__(self, lab: Lab, reference: str, scripts: Mapping[str, TestScript]) -> None:
        self.answers = {answer.stem: answer for answer in wrong_answers(lab)}
        self.reference, self.scripts = reference, scripts
        self._results: dict[tuple[str | None, str], Results] = {}
        self._boxes: dict[str | None, Box] = {}

    def name_mistakes(self, verdicts: Mapping[str, TestVerdict]) -> dict[str, WrongAnswer]:
        """For the failed tests of one question, by test id: the wrong answer that gives the same."""
        failed = {test: verdict for test, verdict in verdicts.items() if _answered(verdict)}
        passed = {test for test, verdict in verdicts.items() if verdict.outcome is Outcome.PASSED}
        # An answer that passes a test which a mistake must fail does not hold that mistake.
        candidates = [
            stem
            for stem, answer in self.answers.items()
            if verdicts.keys() & set(answer.fails) and not passed & set(answer.fails)
        ]
        fits = {
            test: {stem: share for stem in candidates if (share := self._fit(stem, test, verdict))}
            for test, verdict in failed.items()
        }
        votes = Counter(stem for fitting in fits.values() for stem in fitting)
        named = {}
        for test, fitting in fits.items():
            rank = sorted(((votes[stem], share, stem) for stem, share in fitting.items()), reverse=True)
            if rank and (len(rank) == 1 or rank[0][:2] > rank[1][:2]):
                named[test] = self.answers[rank[0][2]]
        return named

    def _fit(self, stem: str, test: str, verdict: TestVerdict) -> int:
        """How many differing values agree, 0 unless all do on every failed case."""
        wrong, right = self._of(stem, test), self._of(None, test)
        agreeing = 0
        for number, case in verdict.verdicts.items():
            if case.outcome is not Outcome.FAILED:
                continue
            if number not in verdict.results:
                return 0
            differing = 0
            for ours, theirs, correct in _leaves(verdict.results[number], wrong[number], right[number]):
                if not _equal(theirs, correct):
                    differing += 1
                    if not _equal(ours, theirs):
                        return 0
                elif _dtype(theirs) != _dtype(correct):  # the same but for rounding
                    differing += 1
                    if _dtype(ours) != _dtype(theirs) or not _equal(ours, theirs):
                        return 0
            if not differing:
                return 0
            agreeing += differing
        return agreeing

    def _of(self, stem: str | None, test: str) -> Results:
        """What the wrong answer (None: the reference) returns for the test's batch."""
        if (stem, test) not in self._results:
            script = self.scripts[test]
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                self._results[stem, test] = dict(zip(script.ahead, self._box(stem).batch(script.batch), strict=True))
        return self._results[stem, test]

    def _box(self, stem: str | None) -> Box:
        """The wrong answer (None: the reference), loaded in this process: it is ours."""
        if stem not in self._boxes:
            self._boxes[stem] = InProcessSandbox(Policy()).open()
            list(self._boxes[stem].load([(0, self.reference if stem is None else self.answers[stem].source)]))
        return self._boxes[stem]


def _answered(verdict: TestVerdict) -> bool:
    """Whether a test failed with values (or exceptions) that can be compared: a stub has none."""
    return verdict.outcome is Outcome.FAILED and bool(verdict.results) and not verdict.message.endswith(NOT_THERE)


def _leaves(*trees: Any) -> Iterator[tuple[Any, ...]]:
    """The corresponding parts of several results; whole parts where their structures differ."""
    first = trees[0]
    if all(
        type(tree) in (list, tuple) and len(tree) == len(first) for tree in trees if type(first) in (list, tuple)
    ) and (type(first) in (list, tuple)):
        for parts in zip(*trees, strict=True):
            yield from _leaves(*parts)
    elif type(first) is dict and all(type(tree) is dict and tree.keys() == first.keys() for tree in trees):
        for key in first:
            yield from _leaves(*(tree[key] for tree in trees))
    else:
        yield trees


def _dtype(value: Any) -> Any:
    return getattr(value, "dtype", type(value))


def _equal(one: Any, other: Any) -> bool:
    """Equal up to rounding; structures and kinds exactly."""
    numbers = (np.ndarray, np.generic, int, float)
    if isinstance(one, numbers) and isinstance(other, numbers):
        a, b = np.asarray(one), np.asarray(other)
        if a.shape != b.shape:
            return False
        if "O" in (a.dtype.kind, b.dtype.kind):  # whole numbers beyond 64 bits
            return a.dtype.kind == b.dtype.kind and bool(one == other)
        single = "float32" in (a.dtype.name, b.dtype.name)
        with np.errstate(all="ignore"):
            scale = float(np.max(np.abs(b), initial=1e-300, where=np.isfinite(b)))
            return bool(
                np.allclose(
                    a, b, rtol=1e-3 if single else 1e-7, atol=scale * (1e-4 if single else 1e-9), equal_nan=True
                )
            )
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict):
        return bool(one.keys() == other.keys()) and all(_equal(one[key], other[key]) for key in one)
    if hasattr(one, "kind") and hasattr(other, "kind"):  # an exception is the same by its name, wherever it was raised
        return bool(one.kind == other.kind)
    return bool(one == other)
