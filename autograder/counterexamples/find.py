"""Looks for the smallest input that shows a failure, makes its numbers short, and proves the snippet by running it."""

import dataclasses
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.counterexamples.snippet import LONG, SHORT, Snippet, TooLarge
from autograder.diagnosis.parts import Part, parts
from autograder.diagnosis.trusted import differs
from autograder.engine import Judge
from autograder.records import Outcome
from autograder.replay.script import Script, TestScript, batch_of
from autograder.replay.shrink import FAILURES, smallest
from autograder.replay.submitted import Submitted
from autograder.replay.suite import seed_of
from autograder.replay.verdict import judge_case, size
from autograder.sandbox.box import Box, BoxLost
from autograder.sandbox.inside.layout import lay_out, layout_of
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Case, Raised
from autograder.submissions import Submission
from autograder.testkit.live import LiveExample

CELL = 100_000  # the snippet's cell: behind every cell of a notebook
SHARE = 0.6  # of the time goes to the search, the rest to making it short


@dataclasses.dataclass(frozen=True)
class Counterexample:
    """What a student can run, and what was seen."""

    test: str  # its id
    snippet: str
    message: str


class _Listening(LiveExample):
    """A live example that remembers what was asked."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.ops: list[Op] = []

    def perform(self, op: Op) -> Any:
        self.ops.append(self.referenced(op))
        return super().perform(op)


class Finder:
    """Finds counterexamples for one submission; keep it open for several tests, then close it."""

    def __init__(self, judge: Judge, submission: Submission) -> None:
        self.judge = judge
        self.submitted = Submitted(judge.sandbox, submission.cells, judge.modules)
        self.contract = judge.suite.contract
        self.trusted = judge.diagnosis.trusted

    def find(self, test_id: str, seconds: float) -> Counterexample | None:
        """The smallest counterexample found within about `seconds`; None when none can be shown."""
        script = self.judge.scripts[test_id]
        deadline = time.monotonic() + seconds
        candidates = list(self._candidates(script, deadline))
        for case in sorted(candidates, key=size):
            for shorter in (*self._rounded(script, case), case):
                found = self._shown(script, shorter)
                if found is not None:
                    return found
            if time.monotonic() > deadline:
                break
        return None

    def proves(self, snippet: str) -> bool:
        """Whether the snippet passes with the reference and fails with the submission."""
        if self._runs(self.trusted.box(None), snippet) is not None:
            return False
        try:
            raised = self._runs(self.submitted.box, snippet)
        except BoxLost:
            self.submitted.drop()
            return True  # it ended the process: that is a failure, too
        return raised is not None and raised.kind != "SyntaxError"

    def close(self) -> None:
        """End the submission's process."""
        self.submitted.drop()

    def _candidates(self, script: TestScript, deadline: float) -> Iterator[dict[str, Any]]:
        """Failing cases: what Hypothesis shrinks to, and the smallest of the frozen ones."""
        seed = seed_of(self.judge.salt, script.test, self.judge.lab.name)
        left = (deadline - time.monotonic()) * SHARE
        found = smallest(script, self.submitted, self.contract, seed, left) if left > 0 else None
        if found is not None:
            yield found.case
        for case in sorted(script.cases, key=size):
            if self._fails(script, case):
                yield case
                return
            if time.monotonic() > deadline:
                return

    def _rounded(self, script: TestScript, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The case with short numbers, where every right answer still passes and the submission still fails."""
        for decimals in (0, 1, 2):
            shorter = _round(case, decimals)
            boxes = [None, *(f"right/{stem}" for stem in self.judge.diagnosis.right)]
            if all(self._holds(script, shorter, self.trusted.box(name)) for name in boxes) and self._fails(
                script, shorter
            ):
                yield shorter

    def _holds(self, script: TestScript, case: dict[str, Any], box: Box) -> bool:
        with np.errstate(all="ignore"):
            verdict = judge_case(script.test.body, case, LiveExample(self.contract, box))
        return verdict.outcome is Outcome.PASSED

    def _fails(self, script: TestScript, case: dict[str, Any]) -> bool:
        return self._asked(script, case)[0] in FAILURES

    def _asked(self, script: TestScript, case: dict[str, Any]) -> tuple[Outcome, str, Script, list[Any]]:
        """A case put to the submission: the outcome, the message, what was asked and what came back."""
        example = _Listening(self.contract, self.submitted.box)
        try:
            verdict = judge_case(script.test.body, case, example)
            return verdict.outcome, verdict.message, example.ops, list(example.transcript)
        except BoxLost as lost:
            self.submitted.lost += 1
            self.submitted.drop()
            return Outcome(lost.outcome), lost.reason, example.ops, list(example.transcript)

    def _shown(self, script: TestScript, case: dict[str, Any]) -> Counterexample | None:
        outcome, message, ops, results = self._asked(script, case)
        if outcome not in FAILURES or not ops:
            return None
        wrong, right = self._wrong(ops, results)
        namespace = self.trusted.namespace
        for digits in (SHORT, LONG):
            try:
                text = Snippet(ops, namespace, digits).text(script.test.claim, wrong, right)
            except TooLarge:
                return None
            if self.proves(text):
                return Counterexample(script.test.id, text, message)
        return None

    def _wrong(self, ops: list[Op], results: list[Any]) -> tuple[list[Part], list[Any]]:
        """What came back wrong, where all right answers agree; and what the reference gives."""

        def asked(box: Box) -> list[Any]:
            with np.errstate(all="ignore"):
                answer: list[Any] = next(iter(box.batch(batch_of([ops], self.contract))))
            return answer

        right = asked(self.trusted.box(None))
        wrong = [part for part in parts(ops, results, right, self.contract) if differs(part)]
        unsettled: set[str] = set()
        for stem in self.judge.diagnosis.right if wrong else ():
            other = parts(ops, asked(self.trusted.box(f"right/{stem}")), right, self.contract)
            unsettled |= {part.key for part in other if differs(part) and not part.argument}
        return [part for part in wrong if part.key not in unsettled and not _unresolved(part)], right

    def _runs(self, box: Box, snippet: str) -> Raised | None:
        (raised,) = box.load([(CELL, snippet)])
        return raised


def _unresolved(part: Part) -> bool:
    return isinstance(part.value, Raised) and part.value.kind == "Unresolved"


def _round(value: Any, decimals: int) -> Any:
    """A case with its float arrays rounded, their memory layout kept."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        rounded = np.round(value, decimals) + 0.0
        layout = layout_of(value)
        return rounded if layout is None else lay_out(rounded, layout)
    if isinstance(value, dict):
        made = {key: _round(item, decimals) for key, item in value.items()}
        return Case(made) if isinstance(value, Case) else made
    if type(value) in (tuple, list):
        return type(value)(_round(item, decimals) for item in value)
    return value
