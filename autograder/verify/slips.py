"""Slips: a wrong answer must fail the tests it names whatever the salt is, not by the luck of the draw."""

from dataclasses import dataclass
from typing import ClassVar

from autograder.diagnosis import read_wrong_answer
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.verify.bank import Answer, bank
from autograder.verify.crew import FAILURES, Crew, fresh_salts, passing_judge, verdicts
from autograder.verify.finding import Finding, PartResult, Tick


@dataclass(frozen=True)
class Slips(PartResult):
    """How many named failures were looked for."""

    part: ClassVar[str] = "slips"
    answers: int
    salts: int
    expected: int

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.expected - len(self.findings)} of {self.expected} failures seen: "
            f"{self.answers} wrong answers, {self.salts} salts"
        )


def check_slips(lab: Lab, crew: Crew, tick: Tick, salts: int, seed: int) -> Slips:
    """Judge every wrong answer on the tests it names, under fresh salts, with the suite's own number of cases."""
    answers = bank(lab, "wrong")
    findings: list[Finding] = []
    expected = 0
    for salt, (tried, slipped) in crew.each(_slipped, fresh_salts(seed, salts), tick):
        expected += tried
        findings += [Finding(f"wrong/{name}.py", f"passes {test} under salt {salt.hex()}") for name, test in slipped]
    return Slips(tuple(sorted(findings, key=str)), len(answers), salts, expected)


def _slipped(settings: JudgeSettings, salt: bytes) -> tuple[int, list[tuple[str, str]]]:
    tried, slipped = 0, []
    with passing_judge(settings, salt) as judge:
        for answer in bank(judge.lab, "wrong"):
            named = _named_tests(answer, {test.id for test in judge.suite.tests})
            tried += len(named)
            for test, verdict in verdicts(judge, answer.submission(judge.lab), named):
                if verdict.outcome not in FAILURES:
                    slipped.append((answer.name, test))
    return tried, slipped


def _named_tests(answer: Answer, known: set[str]) -> list[str]:
    assert answer.path is not None
    return [test for test in read_wrong_answer(answer.path).fails if test in known]
