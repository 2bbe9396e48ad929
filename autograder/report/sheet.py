"""One student's marks, question by question: the record joined with the notebook's points and what humans gave.

The arithmetic of tests is autograder.score's; this only adds manual scores, what is still open, and a penalty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.labs import Lab
from autograder.records import CellRecord, Outcome, QuestionRecord, Record, TestRecord
from autograder.score import score_question

ManualGrade = tuple[float | None, float, str]  # score (None: not yet), points, comment
Manual = Mapping[str, ManualGrade]  # by grade_id

ANSWERS = (Outcome.FAILED, Outcome.CRASHED, Outcome.TIMEOUT)  # the outcomes that accuse


@dataclass(frozen=True)
class Line:
    """One question of one student. `score` None: nobody has judged it yet."""

    name: str
    grade_id: str
    points: float
    written: bool
    status: str  # a Score's status, "open" / "graded" for a written question, "missing" without a notebook
    score: float | None
    question: QuestionRecord | None = None
    tests_score: float | None = None  # what the tests alone give
    comment: str = ""

    @property
    def overridden(self) -> bool:
        """True when a human decided otherwise than the tests."""
        return not self.written and self.score is not None and self.score != self.tests_score

    @property
    def passed(self) -> tuple[TestRecord, ...]:
        """Its tests that passed."""
        return tuple(t for t in self.tests if t.outcome is Outcome.PASSED)

    @property
    def tests(self) -> tuple[TestRecord, ...]:
        """All its tests; none for a written question."""
        return self.question.tests if self.question else ()

    def worth(self, *tests: TestRecord) -> float:
        """The points that hang on some of its tests: points x their weight / total weight."""
        total = sum(t.weight for t in self.tests)
        return self.points * sum(t.weight for t in tests) / total if total else 0.0

    @property
    def unearned(self) -> float:
        """Points of tests that passed and yet earn nothing, because no claim about a value holds."""
        earning = any(t.kind == "value" for t in self.passed)
        return 0.0 if earning else round(self.worth(*self.passed), 2)


@dataclass(frozen=True)
class Sheet:
    """All lines of one student, in the notebook's order."""

    lines: tuple[Line, ...]
    penalty: float = 0.0

    @property
    def points(self) -> float:
        """What there was to earn."""
        return round(sum(line.points for line in self.lines), 2)

    @property
    def ungraded(self) -> bool:
        """True when our own failure left a question without a score: then there is no total either."""
        return any(line.status == "ungraded" for line in self.lines)

    @property
    def missing(self) -> bool:
        """True when the notebook was not handed in."""
        return any(line.status == "missing" for line in self.lines)

    @property
    def open(self) -> tuple[Line, ...]:
        """The written questions that nobody has read yet."""
        return tuple(line for line in self.lines if line.status == "open")

    @property
    def open_points(self) -> float:
        """What the open questions are worth."""
        return round(sum(line.points for line in self.open), 2)

    @property
    def score(self) -> float | None:
        """Points so far, less the penalty, never below 0; None while ungraded."""
        if self.ungraded:
            return None
        return max(0.0, round(sum(line.score or 0.0 for line in self.lines) - self.penalty, 2))

    @property
    def judged(self) -> tuple[Line, ...]:
        """The questions that tests judge."""
        return tuple(line for line in self.lines if not line.written)


def sheet(record: Record | None, lab: Lab, manual: Manual | None = None, penalty: float = 0.0) -> Sheet:
    """Join a record with the lab's questions and the manual grades; a manual score outranks the tests'.

    The record is None when the notebook was not handed in: every question is worth 0 then, as in the gradebook.
    """
    judged = {question.grade_id: question for question in record.questions} if record else {}
    lines = []
    for asked in lab.questions:
        given = (manual or {}).get(asked.grade_id)
        if record is None:
            score, _, comment = given or (None, asked.points, "")
            lines.append(
                Line(asked.name, asked.grade_id, asked.points, asked.written, "missing", score or 0.0, comment=comment)
            )
        elif asked.written:
            lines.append(_written(asked.name, asked.grade_id, asked.points, given))
        else:
            lines.append(_tested(asked.name, asked.grade_id, asked.points, judged.pop(asked.grade_id, None), given))
    # Questions that the notebook no longer has keep their place in an old record: nothing vanishes silently.
    lines += [_tested(q.name, q.grade_id, q.points, q, (manual or {}).get(q.grade_id)) for q in judged.values()]
    return Sheet(tuple(lines), penalty)


def _written(name: str, grade_id: str, points: float, given: ManualGrade | None) -> Line:
    score, _, comment = given or (None, points, "")
    return Line(name, grade_id, points, True, "open" if score is None else "graded", score, comment=comment or "")


def _tested(name: str, grade_id: str, points: float, q: QuestionRecord | None, given: ManualGrade | None) -> Line:
    by_hand, _, comment = given or (None, points, "")
    tests = score_question(q) if q else None
    status = tests.status if tests else "ungraded"
    score = None if tests is None or status == "ungraded" else tests.score
    points = tests.points if tests else points
    if by_hand is None or by_hand == score:
        return Line(name, grade_id, points, False, status, score, q, score, comment or "")
    status = "passed" if by_hand >= points else "partial" if by_hand > 0 else "failed"
    return Line(name, grade_id, points, False, status, by_hand, q, score, comment or "")


@dataclass(frozen=True)
class Finding:
    """Tests of one question that show the same thing: said once, with every claim it touches and what each costs."""

    tests: tuple[tuple[TestRecord, float], ...]  # with the points that each costs

    @property
    def first(self) -> TestRecord:
        """The test that stands for all: the suite's order goes from the plain to the subtle."""
        return self.tests[0][0]

    @property
    def lost(self) -> float:
        """What the tests cost together."""
        return round(sum(lost for _, lost in self.tests), 2)


def findings(line: Line) -> tuple[Finding, ...]:
    """The problems of a question: tests that show one named mistake, or that say the same, are taken together.

    Two decimals each, and to the cent: points - what the tests cost - unearned = what the tests give.
    """
    together: dict[tuple[object, ...], list[TestRecord]] = {}
    for test in line.tests:
        if test.outcome is not Outcome.PASSED:
            key = (test.outcome, test.hint, test.mistake, "" if test.mistake else test.message)
            together.setdefault(key, []).append(test)
    # What accuses comes before what merely waits.
    groups = sorted(together.values(), key=lambda tests: tests[0].outcome not in ANSWERS)
    costs = iter(_costs(line, [test for tests in groups for test in tests]))
    return tuple(Finding(tuple((test, next(costs)) for test in tests)) for tests in groups)


def _costs(line: Line, tests: list[TestRecord]) -> list[float]:
    """What each test costs, in cents that add up to all that the question lost."""
    lost = line.points - (line.tests_score or 0.0) - line.unearned
    costs, hangs, charged = [], 0.0, 0.0
    for i, test in enumerate(tests, start=1):
        hangs += line.worth(test)
        upto = round(lost if i == len(tests) else min(hangs, lost), 2)
        costs.append(round(upto - charged, 2))
        charged = upto
    return costs


@dataclass(frozen=True)
class Place:
    """Where a cell without a name stands: number `number` of `count` such cells after the cell called `after`."""

    after: str | None
    number: int
    count: int


def place(record: Record, cell: CellRecord) -> Place:
    """Find the named cell that comes before `cell`, and which of the nameless cells between it is."""
    after: str | None = None
    between: list[CellRecord] = []
    for other in sorted(record.cells, key=lambda other: other.index):
        if other.grade_id is None:
            between.append(other)
        elif other.index < cell.index:
            after, between = other.grade_id, []
        else:
            break
    return Place(after, 1 + sum(other.index < cell.index for other in between), len(between))


@cache
def mistake_sentence(suite: Path, stem: str | None) -> str:
    """What a known wrong answer does ("leaves ... out of dx"), by its name; "" when the suite has none of it."""
    path = suite / "wrong" / f"{stem}.py"
    if stem is None or not re.fullmatch(r"\w+", stem) or not path.is_file():
        return ""
    from autograder.diagnosis import read_wrong_answer  # brings the judge along; most pages name no mistake

    return read_wrong_answer(path).mistake
