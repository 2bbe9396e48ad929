"""What a class's records say together: plain counts for the class report, no words and no HTML."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.records import CellRecord, Outcome, Record, TestRecord
from autograder.report.sheet import ANSWERS, Line, Place, Sheet, place


@dataclass
class TestCount:
    """One hidden test over the class; tests that we failed to judge are not counted."""

    __test__ = False  # for pytest: not a test class

    test: TestRecord
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        """How many students' answers it judged, or tried to."""
        return sum(self.outcomes.values())

    @property
    def wrong(self) -> int:
        """How many answers were found wrong, crashed or out of time."""
        return sum(self.outcomes[outcome] for outcome in ANSWERS)


@dataclass
class QuestionCount:
    """One question over the class."""

    line: Line  # anybody's: for its name, its points and whether a human reads it
    scores: list[float] = field(default_factory=list)
    unread: int = 0  # written answers that nobody has read
    tests: dict[str, TestCount] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """True while answers are unread: what was left empty has its 0 already, so a rate would be of these alone."""
        return self.unread > 0

    @property
    def mean(self) -> float | None:
        """The mean of the scores; None while there is none, or some answers are unread."""
        return sum(self.scores) / len(self.scores) if self.scores and not self.open else None

    @property
    def full(self) -> int:
        """How many have all its points."""
        return sum(score >= self.line.points for score in self.scores)


@dataclass(frozen=True)
class Mistake:
    """One mistake that several answers share: the students, in order, and a test that shows it."""

    question: str
    stem: str
    test: TestRecord
    students: tuple[str, ...]


def count_questions(sheets: Mapping[str, Sheet]) -> list[QuestionCount]:
    """Scores and outcomes by question and test, in the notebook's order."""
    counts: dict[str, QuestionCount] = {}
    for marks in sheets.values():
        for line in marks.lines:
            question = counts.setdefault(line.grade_id, QuestionCount(line))
            if line.score is not None:
                question.scores.append(line.score)
            question.unread += line.status == "open"
            for test in line.tests:
                if test.outcome is not Outcome.INFRASTRUCTURE:
                    question.tests.setdefault(test.name, TestCount(test)).outcomes[test.outcome] += 1
    return list(counts.values())


def count_mistakes(records: Mapping[str, Record]) -> list[Mistake]:
    """Named mistakes with the students behind each, the most frequent first; a student counts once a mistake."""
    found: dict[tuple[str, str, str], tuple[TestRecord, list[str]]] = {}
    for student, record in records.items():
        for question in record.questions:
            for test in question.tests:
                if test.mistake is not None and test.outcome in ANSWERS:
                    students = found.setdefault((question.name, test.mistake, test.looks_like), (test, []))[1]
                    if student not in students[-1:]:
                        students.append(student)
    mistakes = [Mistake(q, stem, test, tuple(students)) for (q, stem, _), (test, students) in found.items()]
    return sorted(mistakes, key=lambda m: (-len(m.students), m.question, m.stem))


@dataclass(frozen=True)
class Attention:
    """Who needs a human, by reason; every entry names the student and what to look at."""

    ungraded: tuple[tuple[str, str], ...]  # student, why there is no score ("": see the record)
    missing: tuple[str, ...]  # students who handed in a folder without the notebook
    cells: tuple[tuple[str, CellRecord, Place], ...]
    died: tuple[tuple[str, str, TestRecord], ...]  # student, question, a test that crashed or ran out of time
    review: tuple[tuple[str, str], ...]  # student, a sentence of the record's
    open: tuple[tuple[str, tuple[str, ...]], ...]  # written question, the students whose answers nobody has read

    @property
    def empty(self) -> bool:
        """True when nothing is left to look at."""
        return not (self.ungraded or self.missing or self.cells or self.died or self.review or self.open)


def attention(records: Mapping[str, Record], sheets: Mapping[str, Sheet], failed: Mapping[str, str]) -> Attention:
    """Collect who needs a human: our failures, no notebook, cells that do not run, crashes, doubts, unread answers."""
    missing = tuple(student for student, marks in sheets.items() if marks.missing)
    ungraded = [*failed.items(), *((student, "") for student, marks in sheets.items() if marks.ungraded)]
    cells = [
        (student, cell, place(record, cell))
        for student, record in records.items()
        for cell in record.cells
        if cell.status == "failed"
    ]
    died = [
        (student, question.name, broken[0])
        for student, record in records.items()
        for question in record.questions
        if (broken := [t for t in question.tests if t.outcome in (Outcome.CRASHED, Outcome.TIMEOUT)])
    ]
    unread: dict[str, list[str]] = {}
    for student, marks in sheets.items():
        for line in marks.open:
            unread.setdefault(line.name, []).append(student)
    pending = tuple((name, tuple(students)) for name, students in unread.items())
    review = tuple((student, sentence) for student, record in records.items() for sentence in record.review)
    return Attention(tuple(sorted(ungraded)), missing, tuple(cells), tuple(died), review, pending)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the sorted values lie, linear between neighbours; 0 for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
