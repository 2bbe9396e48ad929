"""The class as CSV for spreadsheets: who, state, score, and one column a question."""

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.exports.grades import StudentGrade, points_of
from autograder.labs import Lab
from autograder.report.class_report import safe_cell
from autograder.report.pages import number

ENCODING = "utf-8-sig"  # spreadsheets that guess the encoding need the mark
COLUMNS = ("student", "last_name", "first_name", "email", "state", "score", "max_score", "late_penalty")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them; no cell is taken for a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def table(lab: Lab, grades: Sequence[StudentGrade], with_open: bool = False) -> str:
    """One row a student; cells stay empty where there is no grade yet."""
    names = {question.grade_id: question.name for question in lab.questions}
    rows: list[list[str]] = [[*COLUMNS, *names.values()]]
    for grade in grades:
        who, marks = grade.person, grade.marks
        score = grade.score(with_open)
        by_id = {line.grade_id: line.score for line in marks.lines} if marks else {}
        rows.append(
            [
                *(who.id, who.last_name, who.first_name, who.email, grade.state, decimal(score)),
                *(number(points_of(lab)), number(marks.penalty) if marks else ""),
                *(decimal(by_id.get(grade_id)) for grade_id in names),
            ]
        )
    return csv_text(rows)


def decimal(value: float | None) -> str:
    """A grade with at most two decimals; nothing for none."""
    return "" if value is None else number(value)
