"""The class as CSV for spreadsheets: who, state, score, and one column a question."""

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.errors import UserError
from autograder.exports.grades import StudentGrade, points_of
from autograder.labs import Lab
from autograder.report.class_report import safe_cell
from autograder.report.pages import number

ENCODING = "utf-8-sig"  # spreadsheets that guess the encoding need the mark
COLUMNS = ("student", "last_name", "first_name", "email", "state", "score", "max_score", "late_penalty")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them; no cell is taken for a formula."""
    return _written([safe_cell(cell) for cell in row] for row in rows)


def as_given(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Rows of a platform's own file, every cell as it was: `-` stands for no grade there, and -2 is a number."""
    return _written(rows, delimiter)


def _written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def parsed(text: str, delimiter: str = ",") -> list[list[str]]:
    """The rows of a CSV file; UserError for a file that is none, such as one whose last quote was cut off."""
    try:
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UserError(f"this is no whole CSV file ({error}); download it again") from None


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
