"""Moodle: a CSV for its grade import, and its offline grading worksheet filled in, with feedback files.

The worksheet's headers are in the site's language, so it is the instructor's own download that is filled, and only in
two columns. Moodle skips a row whose grade somebody changed after the download; then download and fill again.
"""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.exports.grades import StudentGrade
from autograder.exports.table import csv_text, decimal
from autograder.labs import Lab
from autograder.report.pages import number

GRADE = "Grade"
COMMENTS = "Feedback comments"


def moodle(lab: Lab, grades: Sequence[StudentGrade], with_open: bool = False) -> str:
    """Columns to be mapped by hand in Moodle: username and email find the user, the lab is the grade item."""
    rows = [["username", "email", lab.name]]
    rows += [
        [grade.person.id, grade.person.email, decimal(score)]
        for grade in grades
        if (score := grade.score(with_open)) is not None  # one row that is no number stops Moodle's whole import
    ]
    return csv_text(rows)


@dataclass(frozen=True)
class Worksheet:
    """A filled worksheet, and which participant number belongs to which student."""

    text: str
    participants: Mapping[str, tuple[str, str]]  # student id -> (participant number, full name)
    unknown: tuple[str, ...]  # graded students whom the worksheet does not list


def fill_worksheet(
    text: str, grades: Sequence[StudentGrade], grade_column: str = GRADE, with_open: bool = False
) -> Worksheet:
    """Write grades into a worksheet downloaded from Moodle; all other cells stay as they are.

    A row is found by the student's id, e-mail or full name, whichever column holds it; UserError when the file is no
    worksheet or has no column called `grade_column`.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    header = rows[0] if rows else []
    if len(rows) < 2 or not re.search(r"\d+$", rows[1][0] if rows[1] else ""):
        raise UserError("this is no grading worksheet of Moodle: its first column holds no participant numbers")
    if grade_column not in header:
        known = ", ".join(header)
        raise UserError(f"the worksheet has no column {grade_column!r}; name the right one with --column: {known}")
    place = header.index(grade_column)
    keys = _keys(grades)
    participants: dict[str, tuple[str, str]] = {}
    for row in rows[1:]:
        found = next((keys[cell.strip().casefold()] for cell in row if cell.strip().casefold() in keys), None)
        if found is None:
            continue
        score = found.score(with_open)
        if score is not None:
            row[place] = number(score)
        number_of = re.search(r"(\d+)$", row[0])
        participants[found.person.id] = (number_of[1] if number_of else "", row[1] if len(row) > 1 else "")
    unknown = tuple(grade.person.id for grade in grades if grade.person.id not in participants)
    return Worksheet(csv_text(rows), participants, unknown)


def feedback_zip(path: Path, worksheet: Worksheet, pages: Mapping[str, Path]) -> int:
    """Pack feedback pages under the names by which Moodle gives them back to participants; how many there were."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, (participant, name) in sorted(worksheet.participants.items()):
            if student in pages and participant:
                safe = re.sub(r"[_/\\:*?\"<>|\x00-\x1f]", " ", name).strip() or "participant"  # Moodle splits at _
                archive.write(pages[student], f"{safe}_{participant}_assignfeedback_file/feedback.html")
                count += 1
    return count


def _keys(grades: Sequence[StudentGrade]) -> dict[str, StudentGrade]:
    """What may stand in a worksheet's row for a student; a key that fits two students fits none."""
    found: dict[str, list[StudentGrade]] = {}
    for grade in grades:
        who = grade.person
        names = {who.id, who.email, f"{who.first_name} {who.last_name}".strip(), who.name}
        for key in {name.casefold() for name in names if name}:
            found.setdefault(key, []).append(grade)
    return {key: several[0] for key, several in found.items() if len(several) == 1}
