"""Puts the parts of the exam together: a plan of how much to try, one result."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from autograder.engine import Judge
from autograder.errors import InfrastructureError, SandboxUnavailable, UserError
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.sandbox.in_process import InProcessSandbox
from autograder.verify.alarms import check_alarms
from autograder.verify.answers import check_answers
from autograder.verify.coverage import check_coverage
from autograder.verify.crew import Crew, lab_of
from autograder.verify.finding import Finding, PartResult, Tick
from autograder.verify.plan import FULL, PARTS, Plan
from autograder.verify.repeat import check_repeat
from autograder.verify.slips import check_slips

Progress = Callable[[str, int, int], None]  # part, done, of how many


@dataclass(frozen=True)
class SuiteResult(PartResult):
    """Whether there is a suite that the reference passes; without it there is no exam."""

    part: ClassVar[str] = "suite"
    tests: tuple[str, ...]
    cases: int

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return f"{len(self.tests)} tests, {self.cases} cases"


@dataclass(frozen=True)
class Exam:
    """The results of all parts, in order, with the seconds each took."""

    lab: str
    plan: Plan
    parts: tuple[tuple[PartResult, float], ...]

    @property
    def ok(self) -> bool:
        """Whether the suite passed every part that was asked for."""
        return all(part.ok for part, _ in self.parts)

    def as_document(self) -> dict[str, Any]:
        """The exam as `verify --json` prints it."""
        parts = [{**part.as_document(), "seconds": round(seconds, 1)} for part, seconds in self.parts]
        return {"lab": self.lab, "ok": self.ok, "seed": self.plan.seed, "parts": parts}


def examine(
    lab: Lab, plan: Plan = FULL, jobs: int = 1, parts: Sequence[str] = PARTS, progress: Progress = lambda *_: None
) -> Exam:
    """Examine the suite of a lab; raises InfrastructureError when the sandbox, not the suite, is at fault."""
    results: list[tuple[PartResult, float]] = []
    with Crew(JudgeSettings.of(lab, None), jobs) as crew:

        def run(name: str, check: Callable[[Tick], PartResult]) -> PartResult:
            started = time.monotonic()
            progress(name, 0, 1)
            result = check(lambda done, total: progress(name, done, total))
            results.append((result, time.monotonic() - started))
            return result

        suite = run("suite", lambda tick: _check_suite(lab, crew, tick))
        assert isinstance(suite, SuiteResult)
        checks: dict[str, Callable[[Tick], PartResult]] = {
            "coverage": lambda tick: check_coverage(lab, crew, tick),
            "answers": lambda tick: check_answers(lab, suite.tests, crew, tick),
            "mutants": lambda tick: _check_mutants(lab, crew, tick, plan.mutants),
            "slips": lambda tick: check_slips(lab, crew, tick, plan.slip_salts, plan.seed),
            "alarms": lambda tick: check_alarms(lab, suite.tests, crew, tick, plan.alarm_salts, plan.times, plan.seed),
            "repeat": lambda tick: check_repeat(lab, crew, tick, plan.runs),
        }
        for name in parts if suite.ok else ():
            run(name, checks[name])
    return Exam(lab.name, plan, tuple(results))


def _check_suite(lab: Lab, crew: Crew, tick: Tick) -> SuiteResult:
    ((_, (tests, cases, fault)),) = crew.each(_open_suite, [lab.name], tick)
    return SuiteResult((Finding(lab.name, fault),) if fault else (), tests, cases)


def _open_suite(settings: JudgeSettings, _: str) -> tuple[tuple[str, ...], int, str]:
    """The ids of the tests and the number of cases; the sentence when the suite cannot be used."""
    try:
        judge = Judge(lab_of(settings), InProcessSandbox(settings.policy), settings.salt)
    except SandboxUnavailable:
        raise
    except InfrastructureError as error:
        return (), 0, str(error)
    return tuple(test.id for test in judge.suite.tests), sum(map(len, judge.cases.by_test.values())), ""


def _check_mutants(lab: Lab, crew: Crew, tick: Tick, sample: int | None) -> PartResult:
    try:
        from autograder.verify.mutants import check_mutants
    except ModuleNotFoundError as error:
        raise UserError(f"mutants need {error.name}: pip install 'gradlab[dev]'") from None
    return check_mutants(lab, crew, tick, sample)
