"""Answers whose grade is known beforehand: each must get that grade, the whole way through notebook and wall."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from autograder.diagnosis import read_wrong_answer
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.records import Outcome, QuestionRecord, Record
from autograder.score import score_question
from autograder.verify.bank import Answer, all_answers, bank, definitions, questions_by_function
from autograder.verify.crew import FAILURES, Crew, standing_judge
from autograder.verify.finding import Finding, PartResult, Tick

RIGHT_STYLES = 5  # that every question needs
WRONG_ANSWERS = 15  # that a lab needs


@dataclass(frozen=True)
class Answers(PartResult):
    """How many answers there are, and how many of the wrong ones the feedback names as what they are."""

    part: ClassVar[str] = "answers"
    right: int
    wrong: int
    trivial: int
    tests: int
    named: int
    unnamed: tuple[str, ...]

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.right} right, {self.wrong} wrong, {self.trivial} trivial on {self.tests} tests; "
            f"{self.named} of {self.wrong} named"
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """The wrong answers that the feedback does not name, because others give the same on the cases that fail."""
        return (f"not named by the feedback: {', '.join(self.unnamed)}",) if self.unnamed else ()


def check_answers(lab: Lab, tests: Sequence[str], crew: Crew, tick: Tick) -> Answers:
    """Judge every answer of the banks and compare with what is known about it."""
    answers = all_answers(lab)
    records = dict(crew.each(_judge, answers, tick))
    found = [finding for answer in answers for finding in _of_answer(answer, records[answer], tests)]
    findings = [*_bank_sizes(lab), *dict.fromkeys(found)]  # a trivial answer is judged alone and over the reference
    caught = {test for answer in answers if answer.kind == "wrong" for test in failed(records[answer])}
    for test in sorted(set(tests) - caught):
        findings.append(Finding(_place(test), "no wrong answer fails this test: write one, or the claim is idle"))
    wrong = [answer for answer in answers if answer.kind == "wrong"]
    unnamed = tuple(answer.name for answer in wrong if answer.name not in _named(records[answer]))
    sizes = {kind: len(bank(lab, kind)) for kind in ("right", "trivial")}
    return Answers(
        tuple(findings), sizes["right"], len(wrong), sizes["trivial"], len(tests), len(wrong) - len(unnamed), unnamed
    )


def _judge(settings: JudgeSettings, answer: Answer) -> Record:
    judge = standing_judge(settings)
    return judge.judge(answer.submission(judge.lab))


def failed(record: Record) -> set[str]:
    """The ids of the tests that failed, crashed or did not end."""
    return {
        f"{question.grade_id}::{test.name}"
        for question in record.questions
        for test in question.tests
        if test.outcome in FAILURES
    }


def _of_answer(answer: Answer, record: Record, tests: Sequence[str]) -> list[Finding]:
    """What is wrong with the grade of one answer."""
    if answer.kind == "wrong":
        return _of_wrong(answer, record, tests)
    if answer.kind in ("reference", "right"):
        return [
            Finding(answer.where, f"is right, but {_place(f'{question.grade_id}::{test.name}')} says: {test.message}")
            for question in record.questions
            for test in question.tests
            if test.outcome is not Outcome.PASSED
        ]
    return [
        Finding(
            answer.where,
            f"earns {score.score:g} of {score.points:g} in {question.name}, expected 0; it passes {_passed(question)}",
        )
        for question in record.questions
        if answer.question in ("", question.grade_id) and (score := score_question(question)).score
    ]


def _passed(question: QuestionRecord) -> str:
    """The value claims that let an answer earn: without one of them, nothing counts."""
    return ", ".join(test.name for test in question.tests if test.outcome is Outcome.PASSED and test.kind == "value")


def _of_wrong(answer: Answer, record: Record, tests: Sequence[str]) -> list[Finding]:
    assert answer.path is not None
    wrong = read_wrong_answer(answer.path)
    found = [_not_failed(test, tests) for test in wrong.fails if test not in failed(record)]
    questions = {test.split("::")[0] for test in wrong.fails}
    for test in sorted(failed(record)):
        if wrong.fails and test.split("::")[0] not in questions:
            found.append(f"costs a question that it does not name: it fails {_place(test)}")
    if not wrong.fails:
        found.append(f"has no FAILS; it fails {', '.join(sorted(failed(record))) or 'nothing'}")
    if not wrong.hint.endswith("?"):
        found.append("has no HINT that ends in a question mark")
    if wrong.mistake == wrong.stem:
        found.append("has no docstring: it is the mistake in one sentence")
    return [Finding(answer.where, what) for what in found]


def _not_failed(test: str, tests: Sequence[str]) -> str:
    if test in tests:
        return f"passes {_place(test)}, which it names in FAILS"
    near = difflib.get_close_matches(test, tests, n=1)
    return f"names {test} in FAILS, but no test is called that" + (f"; did you mean {near[0]}?" if near else "")


def _bank_sizes(lab: Lab) -> list[Finding]:
    asked = questions_by_function(lab)
    styles: dict[str, set[str]] = {question: set() for question in asked.values()}
    for answer in bank(lab, "right"):
        assert answer.path is not None
        for name in definitions(answer.path.read_text("utf-8"), answer.where):
            if name in asked:
                styles[asked[name]].add(answer.name)
    found = [
        Finding("right/", f"{len(names)} right styles of {question.removeprefix('test_')}, expected {RIGHT_STYLES}")
        for question, names in styles.items()
        if len(names) < RIGHT_STYLES
    ]
    wrong = len(bank(lab, "wrong"))
    if wrong < WRONG_ANSWERS:
        found.append(Finding("wrong/", f"{wrong} wrong answers, expected {WRONG_ANSWERS}"))
    return found


def _named(record: Record) -> set[str | None]:
    return {test.mistake for question in record.questions for test in question.tests}


def _place(test: str) -> str:
    """`test_conv.py::test_x` for the id of a test."""
    question, _, name = test.partition("::")
    return f"{question}.py::{name}"
