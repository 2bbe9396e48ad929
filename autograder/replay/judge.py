"""Judges one hidden test on one submission: the batch first, what is left live."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.records import Outcome, Table
from autograder.replay.script import Diverged, ReplayedExample, TestScript
from autograder.replay.stream import Stream
from autograder.replay.submitted import Submitted
from autograder.replay.verdict import Verdict, judge_case, size
from autograder.sandbox.box import Batch, BoxLost
from autograder.sandbox.proxy import Contract
from autograder.testkit.live import LiveExample

LOSSES = 2  # a test that lost so many live examples is decided
IMPATIENCE = 5  # a function that hung before gets this part of the deadline in later tests


ANOTHER_ANSWER = "the same call gave something else a second time: it depends on chance or on earlier calls"


@dataclass(frozen=True)
class TestVerdict:
    """What the cases of a test say together."""

    __test__ = False

    outcome: Outcome
    message: str
    verdicts: dict[int, Verdict]
    results: dict[int, Sequence[Any]] = field(default_factory=dict)  # of the cases that are decided, for diagnosis
    shown: int = -1  # the case that the message is about

    @property
    def table(self) -> Table | None:
        """The rows that the message is about, if it is about rows."""
        return self.verdicts[self.shown].table if self.shown in self.verdicts else None

    def count(self, outcome: Outcome) -> int:
        """How many cases ended so."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts.values())


def judge_question(
    scripts: Sequence[TestScript], batch: Batch, submitted: Submitted, contract: Contract, stream: Stream | None = None
) -> dict[str, TestVerdict]:
    """Judge the tests of one question, by test id; `batch` holds all their examples (see stream.joined).

    stream: under way already with these tests' examples next; where there is none, or it was lost, `batch` is sent.
    """
    if stream is None or stream.lost:
        stream = None if any(map(submitted.waits, scripts)) else Stream(submitted, batch)
    verdicts = {}
    for script in scripts:
        results = stream.take(script) if stream else None
        if stream and results is not None and len(results) < len(script.ahead):
            stream = None  # the process was lost: one test at a time from here on
        verdicts[script.test.id] = judge_test(script, submitted, contract, results)
    return verdicts


def judge_test(
    script: TestScript, submitted: Submitted, contract: Contract, results: dict[int, list[Any]] | None = None
) -> TestVerdict:
    """Judge every case; the test passes when no case fails and at least one could be checked.

    results: what came back for the cases that were sent ahead; by default they are sent now.
    """
    spent = submitted.allowance.spent
    if spent is not None and not results:
        return TestVerdict(Outcome(spent.outcome), spent.reason, {})
    impatient = submitted.waits(script)
    if results is None:
        results = {} if impatient else _run_batch(script, submitted)
    verdicts: dict[int, Verdict] = {}
    replayed: set[int] = set()
    losses = LOSSES - 1 if impatient else 0
    for number, case in enumerate(script.cases):
        verdict = None
        ops = script.scripts[number]
        if ops is not None and number in results:
            with contextlib.suppress(Diverged):
                verdict = judge_case(script.test.body, case, ReplayedExample(contract, ops, results[number]))
                replayed.add(number)
        if verdict is None:
            verdict, lost = judge_live(script.test.body, case, submitted, contract, impatient, script.asked[number])
            losses += lost
        verdicts[number] = verdict
        if losses >= LOSSES or verdict.outcome in (Outcome.TIMEOUT, Outcome.CRASHED):
            break
    # What was sent ahead counts where it decided: a case that was played live asked for something else.
    decided: dict[int, Sequence[Any]] = {
        number: results[number] if number in replayed else verdicts[number].transcript for number in verdicts
    }
    together = _together(script, verdicts, decided)
    if together.outcome is Outcome.FAILED and together.shown in results:
        return _asked_again(together, script, submitted, contract)
    return together


def _asked_again(together: TestVerdict, script: TestScript, submitted: Submitted, contract: Contract) -> TestVerdict:
    """Ask the case that is shown once more, and say so if something else comes back: that is a mistake of its own."""
    again, lost = judge_live(script.test.body, script.cases[together.shown], submitted, contract)
    if lost or (again.outcome, again.message) == (Outcome.FAILED, together.message):
        return together
    return replace(together, message=f"{together.message}; {ANOTHER_ANSWER}")


def _run_batch(script: TestScript, submitted: Submitted) -> dict[int, list[Any]]:
    """Results by case number, as far as the process lived; the rest gets a second chance live."""
    results: dict[int, list[Any]] = {}
    try:
        for number, result in zip(script.ahead, submitted.box.batch(script.batch), strict=True):
            results[number] = result
    except BoxLost:
        submitted.lost += 1
        submitted.drop()
    return results


def judge_live(
    body: Callable[..., None],
    case: dict[str, Any],
    submitted: Submitted,
    contract: Contract,
    impatient: bool = False,
    asked: Sequence[str] | None = None,
) -> tuple[Verdict, bool]:
    """A case on its own, in a fresh box if the last one was lost; whether this box was lost, too."""
    try:
        example = LiveExample(contract, submitted.box, IMPATIENCE if impatient else 1)
    except BoxLost as spent:
        return Verdict(Outcome(spent.outcome), spent.reason), True
    try:
        verdict = judge_case(body, case, example, asked)
    except BoxLost as lost:
        verdict = Verdict(Outcome(lost.outcome), lost.reason)
    if example.lost is None:
        return verdict, False
    if example.lost.outcome == "timeout":
        submitted.hung.add(example.culprit)
    submitted.lost += 1
    submitted.drop()
    return verdict, True


def _together(script: TestScript, verdicts: dict[int, Verdict], results: dict[int, Sequence[Any]]) -> TestVerdict:
    for outcome in (Outcome.TIMEOUT, Outcome.CRASHED, Outcome.FAILED):
        worst = [number for number, verdict in verdicts.items() if verdict.outcome is outcome]
        if worst:
            shown = min(worst, key=lambda number: (size(script.cases[number]), number))
            return TestVerdict(outcome, verdicts[shown].message, verdicts, results, shown)
    passed = any(verdict.outcome is Outcome.PASSED for verdict in verdicts.values())
    if passed and len(verdicts) == len(script.cases):  # not broken off
        return TestVerdict(Outcome.PASSED, "", verdicts, results)
    message = next((verdict.message for verdict in verdicts.values() if verdict.message), "no case could be checked")
    return TestVerdict(Outcome.BLOCKED, message, verdicts, results)
