"""What a class report says, as plain data: the page, the summary, the JSON and the term report show the same."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from autograder.labs import Lab
from autograder.records import Record
from autograder.report.charts import count_bins
from autograder.report.sheet import Manual, Sheet, mistake_sentence, sheet
from autograder.report.statistics import (
    Attention,
    Mistake,
    QuestionCount,
    attention,
    count_mistakes,
    count_questions,
    quantile,
)

# A record, None for a folder without the notebook (0 points), or why there is no result.
Result = Record | str | None


@dataclass(frozen=True)
class Background:
    """What is known of a student beside the record: a name, lateness, and the tests' points of every judged attempt."""

    name: str = ""
    late: timedelta = timedelta(0)
    attempts: tuple[float, ...] = ()


@dataclass
class StudentRow:
    """One student in the tables."""

    student: str
    name: str
    state: str  # graded, open (written answers unread), missing (no notebook: 0) or ungraded
    score: float | None
    points: float
    penalty: float
    late_hours: float
    attempts: list[float]  # points of the tests, attempt by attempt
    seconds: float | None  # that judging took
    questions: dict[str, float | None]
    mistakes: list[str] = field(default_factory=list)  # question/stem
    needs: list[str] = field(default_factory=list)  # why a human has to look


@dataclass
class ClassData:
    """Everything that the report of one lab shows."""

    lab: Lab
    records: Mapping[str, Record]
    sheets: Mapping[str, Sheet]
    failed: Mapping[str, str]
    rows: list[StudentRow]
    questions: list[QuestionCount]
    mistakes: list[Mistake]
    attention: Attention
    tests_only: bool  # written answers are unread, so the distribution is that of the tests
    scores: list[float]
    points: float

    @property
    def bins(self) -> list[int]:
        """How many scores lie in each tenth of the points."""
        return count_bins(self.scores, self.points) if self.points else []

    @property
    def quartiles(self) -> list[float]:
        """The scores below which a quarter, a half and three quarters lie."""
        return [quantile(self.scores, share) for share in (0.25, 0.5, 0.75)]

    @property
    def again(self) -> list[StudentRow]:
        """Who handed in more than once, with a score for each."""
        return [row for row in self.rows if len(row.attempts) > 1]

    @property
    def seconds(self) -> list[float]:
        """What judging took, student by student."""
        return [row.seconds for row in self.rows if row.seconds is not None]

    @property
    def needing(self) -> int:
        """How many students a human has to look at, unread answers aside."""
        return sum(bool(set(row.needs) - {"open"}) for row in self.rows)

    def sentence(self, mistake: Mistake) -> str:
        """What the code with this mistake does."""
        said = getattr(mistake.test, "looks_like", "") or mistake_sentence(self.lab.suite, mistake.stem)
        return said or mistake.stem.replace("_", " ")

    def document(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "lab": self.lab.name,
            "points": round(sum(question.points for question in self.lab.questions), 2),
            "distribution": {
                "of": "tests" if self.tests_only else "all",
                "points": self.points,
                "tenths": self.bins,
                "quartiles": [round(value, 2) for value in self.quartiles],
            },
            "questions": [_question(count) for count in self.questions],
            "mistakes": [
                {"question": m.question, "mistake": m.stem, "does": self.sentence(m), "students": list(m.students)}
                for m in self.mistakes
            ],
            "students": [asdict(row) for row in self.rows],
        }


def class_data(
    results: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None = None,
    penalties: Mapping[str, float] | None = None,
    background: Mapping[str, Background] | None = None,
) -> ClassData:
    """Join records, humans' points and background; `manual` is as feedback.render takes it, by student."""
    records = {student: found for student, found in sorted(results.items()) if isinstance(found, Record)}
    failed = {student: found for student, found in sorted(results.items()) if isinstance(found, str)}
    sheets = {
        student: sheet(found, lab, (manual or {}).get(student), (penalties or {}).get(student, 0.0))
        for student, found in sorted(results.items())
        if not isinstance(found, str)
    }
    counted = {student: sheets[student] for student in records}
    graded = [marks for marks in counted.values() if not marks.ungraded]
    # While written answers are unread, totals are not comparable: then the distribution is that of the tests alone.
    tests_only = any(marks.open for marks in graded)
    lines = [[line for line in marks.lines if not (tests_only and line.written)] for marks in graded]
    scores = [sum(line.score or 0.0 for line in kept) for kept in lines]
    if not tests_only:
        scores = [marks.score or 0.0 for marks in graded]
    points = sum(line.points for line in lines[0]) if lines else 0.0
    found, mistakes = attention(records, sheets, failed), count_mistakes(records)
    rows = [
        _row(student, lab, records.get(student), sheets.get(student), (background or {}).get(student, Background()))
        for student in sorted(results)
    ]
    _mark(rows, found, mistakes)
    questions = count_questions(counted)
    return ClassData(lab, records, sheets, failed, rows, questions, mistakes, found, tests_only, scores, points)


def _row(student: str, lab: Lab, record: Record | None, marks: Sheet | None, known: Background) -> StudentRow:
    by_id = {line.grade_id: line.score for line in marks.lines} if marks else {}
    took = record.run.get("seconds") if record else None
    return StudentRow(
        student,
        known.name,
        _state(marks),
        marks.score if marks else None,
        marks.points if marks else round(sum(question.points for question in lab.questions), 2),
        marks.penalty if marks else 0.0,
        round(max(known.late.total_seconds(), 0.0) / 3600, 2),
        list(known.attempts),
        float(took) if isinstance(took, int | float) else None,
        {question.name: by_id.get(question.grade_id) for question in lab.questions},
    )


def _state(marks: Sheet | None) -> str:
    if marks is None or marks.ungraded:
        return "ungraded"
    return "missing" if marks.missing else "open" if marks.open else "graded"


def _mark(rows: Sequence[StudentRow], found: Attention, mistakes: Sequence[Mistake]) -> None:
    """Write into each row why a human has to look, and which mistakes were named."""
    reasons = {
        "ungraded": {student for student, _ in found.ungraded},
        "missing": set(found.missing),
        "cell": {student for student, _, _ in found.cells},
        "died": {student for student, _, _ in found.died},
        "review": {student for student, _ in found.review},
        "open": {student for _, students in found.open for student in students},
    }
    named: dict[str, list[str]] = {}
    for m in mistakes:
        for student in m.students:
            named.setdefault(student, []).append(f"{m.question}/{m.stem}")
    for row in rows:
        row.needs = [reason for reason, students in reasons.items() if row.student in students]
        row.mistakes = named.get(row.student, [])


def _question(count: QuestionCount) -> dict[str, Any]:
    tests = [
        {
            "name": name,
            "claim": test.test.claim,
            "judged": test.judged,
            "passed": test.outcomes["passed"],
            "wrong": test.wrong,
            "not_checked": test.outcomes["blocked"],
        }
        for name, test in count.tests.items()
    ]
    return {
        "name": count.line.name,
        "points": count.line.points,
        "written": count.line.written,
        "scores": len(count.scores),
        "unread": count.unread,
        "mean": None if count.mean is None else round(count.mean, 2),
        "full": None if count.mean is None else count.full,
        "tests": tests,
    }
