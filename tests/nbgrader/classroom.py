"""A made judgement, submissions put in place, and the gradebook read back by names."""

import copy
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from autograder import basis, pool
from autograder.course import Course
from autograder.labs import Lab
from autograder.records import Outcome, QuestionRecord, Record, TestRecord
from autograder.submissions import Submission

LAB = "lab02_batchnorm"
PEOPLE = {  # id: (last, first, Canvas's number)
    "kim": ("김", "민수", "4711"),
    "smith, j.": ("Smith", 'John "Jo"', "4712"),
    "o_12_3": ("O'Brien_12_3", "Zoë", "4713"),
}
ON_TIME = "2026-01-05 10:00:00.000000 UTC"
# Everything about submissions in the gradebook, by names instead of random ids.
QUERIES = {
    "student": "select id, first_name, last_name, email, lms_user_id from student",
    "submission": "select student_id, timestamp, extension from submitted_assignment",
    "notebook": """select a.student_id, n.name, s.flagged, s.late_submission_penalty from submitted_notebook s
        join submitted_assignment a on a.id = s.assignment_id join notebook n on n.id = s.notebook_id""",
    "grade": """select a.student_id, c.type, c.name, g.auto_score, g.manual_score, g.extra_credit,
        g.needs_manual_grade from grade g join base_cell c on c.id = g.cell_id
        join submitted_notebook s on s.id = g.notebook_id join submitted_assignment a on a.id = s.assignment_id""",
    "comment": """select a.student_id, c.type, c.name, m.auto_comment, m.manual_comment from comment m
        join base_cell c on c.id = m.cell_id join submitted_notebook s on s.id = m.notebook_id
        join submitted_assignment a on a.id = s.assignment_id""",
    "course": "select id from course",
}


def made_record(lab: Lab, submission: Submission, course: Course | None = None) -> Record:
    """A judgement that depends on nothing but the submission's hash: some of three tests of each question pass."""
    bits = int(submission.sha256, 16)
    questions = []
    for place, question in enumerate(question for question in lab.questions if not question.written):
        passed = [bool(bits >> (3 * place + number) & 1) for number in range(3)]
        tests = tuple(
            TestRecord(
                f"test_{n}", f"gives {n}", Outcome.PASSED if ok else Outcome.FAILED, message="" if ok else "<b>2</b>"
            )
            for n, ok in enumerate(passed)
        )
        questions.append(QuestionRecord(question.name, question.grade_id, question.points, tests))
    hashes = (submission.sha256, "suite", "cases", "salt", "kit")
    return Record(lab.name, *hashes, "none", {}, tuple(questions), ignored=submission.ignored)


def stand_in_for_judges(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judging is a stand-in that notes whom it judged; all else is real."""
    names: list[str] = []

    def judge_many(lab: Any, coming: Any, *_: Any) -> Iterator[Any]:
        for name, submission in coming:
            names.append(name)
            yield name, made_record(lab, submission)

    monkeypatch.setattr(pool, "judge_many", judge_many)
    monkeypatch.setattr(basis, "suite_hash", lambda lab: "suite")
    monkeypatch.setattr(basis, "salt_id", lambda salt: "salt")
    monkeypatch.setattr(basis, "__version__", "kit")
    monkeypatch.setattr(basis, "policy_of", lambda course, lab: SimpleNamespace(as_record=dict))
    return names


def hand_in(course: Course, student: str, nb: Any, when: str = ON_TIME, name: str = LAB) -> Path:
    """Put a notebook (or any text) where `nbgrader collect` would."""
    folder = course.submitted / student / LAB
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(nb if isinstance(nb, str) else nbformat.writes(nb), encoding="utf-8")
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    return path


def edited(nb: Any, **sources: str) -> Any:
    """A copy with the text added at the end of the cells named."""
    nb = copy.deepcopy(nb)
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in sources:
            cell.source += sources[name]
    return nb


def rows(course: Course) -> dict[str, list[Any]]:
    """What QUERIES find in the file gradebook.db."""
    with sqlite3.connect(course.root / "gradebook.db") as db:
        return {table: sorted(db.execute(query).fetchall(), key=repr) for table, query in QUERIES.items()}
