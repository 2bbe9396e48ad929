"""Moodle: a CSV for its grade import, and its offline grading worksheet filled in, with feedback files.

The worksheet's headers are in the site's language, so it is the instructor's own download that is filled, and only in
one column. Moodle skips a row whose grade somebody changed after the download; then download and fill again.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UserError
from autograder.exports.grades import StudentGrade, points_of
from autograder.exports.table import as_given, csv_text, decimal, parsed
from autograder.labs import Lab
from autograder.matching import Keys
from autograder.report.class_report import safe_cell
from autograder.report.pages import number

GRADE = "Grade"
PARTICIPANT = re.compile(r"\D*?(\d+)\s*")  # the number, after a word in the site's language


def moodle(lab: Lab, grades: Sequence[StudentGrade], with_open: bool = False) -> str:
    """Columns to be mapped by hand in Moodle: username and email find the user, the lab is the grade item.

    One row that is no number, or that no user has, stops Moodle's whole import: those without a grade are left out, and
    those in `unsendable`.
    """
    rows = [["username", "email", lab.name]]
    left = unsendable(grades)
    rows += [
        [grade.person.id, grade.person.email, decimal(score)]
        for grade in grades
        if (score := grade.score(with_open)) is not None and grade.person.id not in left
    ]
    return csv_text(rows)


def unsendable(grades: Sequence[StudentGrade]) -> list[str]:
    """Ids that a spreadsheet would take for a formula; with the apostrophe before them they are nobody's in Moodle."""
    return [grade.person.id for grade in grades if safe_cell(grade.person.id) != grade.person.id]


@dataclass(frozen=True)
class Worksheet:
    """A filled worksheet, and which participant number belongs to which student."""

    text: str
    participants: Mapping[str, tuple[str, str]]  # student id -> (participant number, full name)
    unknown: tuple[str, ...]  # graded students whom the worksheet does not list


def fill_worksheet(
    text: str, lab: Lab, grades: Sequence[StudentGrade], grade_column: str = GRADE, with_open: bool = False
) -> Worksheet:
    """Write grades into a worksheet downloaded from Moodle; all other cells stay as they are.

    A row is found by the student's id, e-mail or full name, whichever column before the grade holds it. UserError when
    the file is no worksheet, has no column `grade_column` or other points, a row fits two students, or none fits any.
    """
    rows = parsed(text)
    header = rows[0] if rows else []
    body = [row for row in rows[1:] if len(row) > 1]
    if not body or len(header) < 3 or not all(PARTICIPANT.fullmatch(row[0]) for row in body):
        raise UserError(
            "this is no grading worksheet of Moodle: its first column holds no participant numbers, or its columns are "
            "not separated by commas; give the file as Moodle wrote it"
        )
    if grade_column not in header:
        known = ", ".join(header)
        raise UserError(f"the worksheet has no column {grade_column!r}; name the right one with --column: {known}")
    place = header.index(grade_column)
    _same_points(header, body, place, lab)
    keys = _keys(grades)
    participants: dict[str, tuple[str, str]] = {}
    for row in body:
        fitting = {found.person.id: found for cell in row[1:place] if (found := keys.get(cell)) is not None}
        if len(fitting) > 1:
            raise UserError(f"the row of {row[0]!r} fits {' and '.join(map(repr, fitting))}: correct it, or the roster")
        if not fitting:
            continue
        ((who, grade),) = fitting.items()
        if who in participants:
            raise UserError(f"two rows of the worksheet are {who!r}, the second is {row[0]!r}: give the right one only")
        if (score := grade.score(with_open)) is not None:
            if len(row) <= place:
                raise UserError(f"the row of {row[0]!r} is cut off; download the worksheet again")
            row[place] = number(score)
        number_of = PARTICIPANT.fullmatch(row[0])
        participants[who] = (number_of[1] if number_of else "", row[1])
    if not participants:
        raise UserError(f"nobody who handed in {lab.name} is in this worksheet: is it that of another course?")
    unknown = tuple(grade.person.id for grade in grades if grade.person.id not in participants)
    return Worksheet(as_given(rows), participants, unknown)


def _same_points(header: Sequence[str], body: Sequence[Sequence[str]], place: int, lab: Lab) -> None:
    """UserError where the column after the grade, the maximum, says other points: Moodle would misread ours."""
    cells = {row[place + 1] for row in body if len(row) > place + 1}
    points = re.fullmatch(r"(\d+)(?:[.,](\d+))?", next(iter(cells))) if len(cells) == 1 else None
    if points and float(f"{points[1]}.{points[2] or 0}") != points_of(lab):
        raise UserError(
            f"{header[place + 1]!r} is {points[0]} in Moodle, and {lab.name} has {number(points_of(lab))} points: "
            "make them the same in Moodle, and download the worksheet again"
        )


def feedback_zip(path: Path, worksheet: Worksheet, pages: Mapping[str, Path]) -> int:
    """Pack feedback pages under the names by which Moodle gives them back to participants; how many there were."""
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, (participant, name) in sorted(worksheet.participants.items()):
            if student in pages and participant:
                safe = re.sub(r"[_/\\:*?\"<>|\x00-\x1f]", " ", name).strip(" .~") or "participant"  # Moodle splits at _
                # The last underscore is what Moodle before 4.1 asks for; later ones take both forms.
                archive.write(pages[student], f"{safe}_{participant}_assignfeedback_file_/feedback.html")
                count += 1
    return count


def _keys(grades: Sequence[StudentGrade]) -> Keys[StudentGrade]:
    """What may stand in a worksheet's row for a student."""
    return Keys((key, grade) for grade in grades for key in grade.person.names)
