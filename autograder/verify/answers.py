"""Answers whose grade is known beforehand: each must get that grade, the whole way through notebook and wall."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from autograder.diagnosis import WrongAnswer, read_wrong_answer, wrong_answers
from autograder.diagnosis.words import PREFIX, WORDS
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
    unnamed: int
    misnamed: int

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.right} right, {self.wrong} wrong, {self.trivial} trivial on {self.tests} tests; "
            f"{self.unnamed} unnamed, {self.misnamed} misnamed in the feedback"
        )


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
    known = {found.stem: found for found in wrong_answers(lab)}
    names = {answer: _of_names(answer, records[answer], known) for answer in wrong}
    findings += [finding for told in names.values() for finding in told]
    findings += [finding for found in known.values() for finding in _of_twin(found, known)]
    unnamed = sum(any("does not name" in finding.what for finding in told) for told in names.values())
    misnamed = sum(any("for what it is not" in finding.what for finding in told) for told in names.values())
    sizes = {kind: len(bank(lab, kind)) for kind in ("right", "trivial")}
    return Answers(tuple(findings), sizes["right"], len(wrong), sizes["trivial"], len(tests), unnamed, misnamed)


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
        ] + [
            Finding(answer.where, f"is right, but the feedback takes it for {test.mistake}")
            for question in record.questions
            for test in question.tests
            if test.mistake is not None
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


def _of_names(answer: Answer, record: Record, known: Mapping[str, WrongAnswer]) -> list[Finding]:
    """Whether the feedback names a wrong answer in every question that it fails, and as nothing else."""
    own = known[answer.name].name
    found = []
    for question in record.questions:
        wrong = [test for test in question.tests if test.outcome in FAILURES]
        if not wrong or any(test.outcome in (Outcome.CRASHED, Outcome.TIMEOUT) for test in wrong):
            continue  # the message says all there is: the process died, or did not end
        names = {test.mistake for test in wrong}
        if own not in names:
            found.append(f"the feedback on {question.name} does not name it {own}{_beside(names, own)}")
        others = sorted(names - {own, None}, key=str)
        if others:
            found.append(f"the feedback on {question.name} takes it for what it is not: {', '.join(map(str, others))}")
    return [Finding(answer.where, what) for what in found]


def _beside(names: Collection[str | None], own: str) -> str:
    """What to do about it, where something can be done."""
    others = [name for name in names if name and name != own]
    if len(others) == 1:
        return f", but {others[0]}: where no claim can tell them apart, say TWIN = {others[0]!r}"
    return "; does another wrong answer give the same? then give both one name with TWIN"


def _of_twin(wrong: WrongAnswer, known: Mapping[str, WrongAnswer]) -> list[Finding]:
    """A twin is another file of the bank that stands for itself, or a mistake known in every lab."""
    where = f"wrong/{wrong.stem}.py"
    if wrong.twin.startswith(PREFIX):
        good = wrong.twin.removeprefix(PREFIX) in WORDS
        return [] if good else [Finding(where, f"TWIN is {wrong.twin!r}, but no mistake of every lab is called that")]
    if wrong.twin and wrong.twin not in known:
        return [Finding(where, f"TWIN is {wrong.twin!r}, but no wrong answer is called that")]
    if wrong.twin and known[wrong.twin].twin:
        return [Finding(where, f"TWIN is {wrong.twin!r}, which has a twin itself: name that one")]
    return []


def _place(test: str) -> str:
    """`test_conv.py::test_x` for the id of a test."""
    question, _, name = test.partition("::")
    return f"{question}.py::{name}"
