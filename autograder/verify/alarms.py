"""False alarms: no right answer may fail, whatever the course's salt is, on many more cases than a suite draws."""

import contextlib
import itertools
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.records import Outcome
from autograder.replay.cases import draw
from autograder.replay.suite import HiddenTest, Suite, collect, seed_of
from autograder.replay.verdict import judge_case
from autograder.sandbox.box import Box
from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.testkit.live import LiveExample
from autograder.testkit.oracles import forget, freeze
from autograder.verify.bank import REFERENCE, Answer, bank
from autograder.verify.crew import Crew, fresh_salts, lab_of
from autograder.verify.finding import Finding, PartResult, Tick

CHUNK = 12  # tests a piece of work


@dataclass(frozen=True)
class Alarms(PartResult):
    """How many cases the right answers were tried on."""

    part: ClassVar[str] = "alarms"
    answers: int
    salts: int
    times: int
    cases: int

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.answers} right answers on {self.cases:,} cases each: {self.salts} salts, "
            f"{self.times} times the examples (fewer where calls take seconds)"
        )


@dataclass(frozen=True)
class Stretch:
    """A piece of work: some tests under one salt."""

    salt: bytes
    tests: frozenset[str]
    times: int


def check_alarms(lab: Lab, tests: Sequence[str], crew: Crew, tick: Tick, salts: int, times: int, seed: int) -> Alarms:
    """Try the reference and every right answer on `times` the cases of each of `salts` salts."""
    parts = [frozenset(tests[first : first + CHUNK]) for first in range(0, len(tests), CHUNK)]
    work = [Stretch(salt, part, times) for salt in fresh_salts(seed, salts) for part in parts]
    findings: list[Finding] = []
    cases = 0
    for _, (tried, found) in crew.each(_try, work, tick):
        cases += tried
        findings += found
    return Alarms(tuple(sorted(findings, key=str)), 1 + len(bank(lab, "right")), salts, times, cases)


def _try(settings: JudgeSettings, stretch: Stretch) -> tuple[int, list[Finding]]:
    """In this process, without a wall: these answers are ours."""
    lab = lab_of(settings)
    suite = collect(lab)
    answers = {answer.where: load(answer, lab) for answer in [Answer("reference", REFERENCE), *bank(lab, "right")]}
    tried, found = 0, []
    try:
        for test in suite.tests:
            if test.id not in stretch.tests:
                continue
            times = times_of(stretch.times, suite.contract.seconds.get(test.question, 0.0))
            cases = _cases(test, lab, stretch.salt, times)
            tried += len(cases)
            for name, box in answers.items():
                for message in itertools.islice(_alarms(test, suite, box, cases), 1):
                    place = f"{test.question}.py::{test.name}"
                    found.append(Finding(name, f"fails {place} under salt {stretch.salt.hex()}: {message}"))
    finally:
        forget()
    return tried, found


def times_of(times: int, seconds: float) -> int:
    """How many times the suite's own examples: fewer where a contract grants a call seconds, as for a training."""
    return max(1, int(times / max(1.0, seconds)))


def _cases(test: HiddenTest, lab: Lab, salt: bytes, times: int) -> list[dict[str, Any]]:
    own = getattr(test.drawn, "_hypothesis_internal_use_settings", None)
    examples = times * own.max_examples if own else None
    cases: list[dict[str, Any]] = freeze(draw(test, seed_of(salt, test, lab.name), examples))
    return cases


def _alarms(test: HiddenTest, suite: Suite, box: Box, cases: list[dict[str, Any]]) -> Iterator[str]:
    """What a test holds against a right answer, case by case."""
    for case in cases:
        with quiet():
            verdict = judge_case(test.body, case, LiveExample(suite.contract, box))
        if verdict.outcome is not Outcome.PASSED:
            yield verdict.message


def load(answer: Answer, lab: Lab) -> Box:
    """An answer in a box without a wall."""
    box = InProcessSandbox(Policy()).open()
    with quiet():
        for raised in box.load(list(enumerate(answer.sources(lab)))):
            if raised is not None:
                raise InfrastructureError(f"{answer.where} raises {raised.kind} at line {raised.line}")
    return box


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Answers may overflow in peace."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
