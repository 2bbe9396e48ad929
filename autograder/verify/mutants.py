"""The solutions with one change anywhere: the suite must fail every one that is not equivalent."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from autograder.errors import UserError
from autograder.labs import Lab
from autograder.normalise import normalise
from autograder.notebook import solve
from autograder.pool import JudgeSettings
from autograder.verify.bank import questions_by_function
from autograder.verify.crew import FAILURES, Crew, standing_judge, verdicts
from autograder.verify.finding import Finding, PartResult, Tick
from autograder.verify.mutation import Mutant, mutants_of

SCORE = 0.99  # the share of the mutants that are not equivalent that must be killed
EQUIVALENT = "equivalent.toml"
Key = tuple[str, str, str]  # function, before, after


@dataclass(frozen=True)
class Mutants(PartResult):
    """How many mutants were judged, killed, and known to be equivalent."""

    part: ClassVar[str] = "mutants"
    judged: int
    of: int
    killed: int
    equivalent: int
    stale: int

    @property
    def score(self) -> float:
        """The share killed of those that are not equivalent."""
        return self.killed / max(self.judged - self.equivalent, 1)

    @property
    def ok(self) -> bool:
        """Single survivors are shown, but tolerated up to the score; stale entries are not."""
        return self.judged > 0 and self.score >= SCORE and not self.stale

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        sample = "" if self.judged == self.of else f" (a sample of {self.of})"
        rest = self.judged - self.equivalent
        return f"{self.killed} of {rest} killed, {self.score:.1%}; {self.equivalent} more are equivalent{sample}"


def check_mutants(lab: Lab, crew: Crew, tick: Tick, sample: int | None = None) -> Mutants:
    """Judge every mutant of the reference, or evenly spread ones; survivors must be listed as equivalent."""
    made = mutants_of(lab.solution.read_text("utf-8"))
    listed = equivalents(lab)
    keys = {mutant.key for mutant in made}
    findings = [
        Finding(EQUIVALENT, f"stale: {_change(*key)} is no mutant any more") for key in listed if key not in keys
    ]
    step = max(len(made) // sample, 1) if sample else 1
    chosen = made[::step]
    equivalent = killed = 0
    for mutant, killer in crew.each(_killer, chosen, tick):
        if killer is None and mutant.key in listed:
            equivalent += 1
        elif killer is None:
            place = f"{lab.solution.name}:{mutant.line}"
            findings.append(Finding(place, f"survives: {mutant.operator}, {_change(*mutant.key)}"))
        elif mutant.key in listed:
            killed += 1
            findings.append(Finding(EQUIVALENT, f"stale: {_change(*mutant.key)} is killed by {killer}"))
        else:
            killed += 1
    stale = sum(finding.where == EQUIVALENT for finding in findings)
    return Mutants(tuple(sorted(findings, key=_by_line)), len(chosen), len(made), killed, equivalent, stale)


def _killer(settings: JudgeSettings, mutant: Mutant) -> str | None:
    """The first test that the mutant fails; those of the question that asks for the changed function come first."""
    judge = standing_judge(settings)
    submission = normalise(solve(judge.lab, mutant.source), judge.lab)
    likely = questions_by_function(judge.lab).get(mutant.function.split(".")[0])
    tests = sorted((test.id for test in judge.suite.tests), key=lambda test: test.split("::")[0] != likely)
    return next((test for test, verdict in verdicts(judge, submission, tests) if verdict.outcome in FAILURES), None)


def equivalents(lab: Lab) -> dict[Key, str]:
    """The mutants known to compute the same as the solutions, with the reason."""
    path = lab.suite / EQUIVALENT
    return read_equivalents(path) if path.is_file() else {}


def read_equivalents(path: Path) -> dict[Key, str]:
    """Read a list of equivalent mutants; UserError names the entry that is incomplete."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} is not TOML: {error}") from None
    found: dict[Key, str] = {}
    for number, entry in enumerate(document.get("mutant", []), start=1):
        missing = [key for key in ("function", "before", "after", "reason") if not entry.get(key)]
        if missing:
            raise UserError(f"{path}: mutant {number} has no {', '.join(missing)}")
        found[entry["function"], entry["before"], entry["after"]] = entry["reason"]
    return found


def _change(function: str, before: str, after: str) -> str:
    return f"{function}: {before} -> {after}"


def _by_line(finding: Finding) -> tuple[str, int]:
    where, _, line = finding.where.partition(":")
    return where, int(line or 0)
