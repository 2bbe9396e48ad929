"""Canvas: the CSV that its gradebook imports, new or filled into one that was exported from Canvas.

Canvas finds a student by ID, else by SIS Login ID, and an assignment by the number in brackets behind its title, else
by the whole title; it makes a new assignment where neither fits, with the points of the second row.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from autograder.errors import UserError
from autograder.exports.grades import StudentGrade, points_of
from autograder.exports.table import csv_text, decimal
from autograder.labs import Lab
from autograder.report.pages import number

HEADER = ("Student", "ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"
# Canvas drops a column whose header has one of these words and, behind it, one of those.
DROPPED = re.compile(r"(Current|Final|Override).*(Score|Points|Grade|Status)")


def canvas(lab: Lab, grades: Sequence[StudentGrade], title: str = "", with_open: bool = False) -> str:
    """A gradebook with one assignment, called `title`; UserError for a title that Canvas would drop."""
    title = title or lab.name
    if DROPPED.search(title):
        raise UserError(f"Canvas ignores columns called like {title!r}: give another title with --title")
    rows: list[list[str]] = [[*HEADER, title], [POINTS, "", "", "", number(points_of(lab))]]
    for grade in grades:
        who, score = grade.person, grade.score(with_open)
        rows.append([who.name, who.lms_user_id, who.id, "", decimal(score)])
    return csv_text(rows)


def fill_canvas(text: str, lab: Lab, grades: Sequence[StudentGrade], title: str, with_open: bool = False) -> str:
    """An export from Canvas with the grades in the column of the assignment; what is not ours stays as it is.

    Students are found by ID, then by SIS Login ID; UserError when the file is no such export, or the column unknown.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text)))
    header = rows[0] if rows else []
    if len(header) < 4 or "Student" not in header[0] or header[1] != "ID":
        raise UserError("this is no gradebook exported from Canvas: its first line does not begin with Student,ID")
    column = _column(header, title or lab.name)
    by_id, by_login = _by_key(grades)
    login = header.index("SIS Login ID") if "SIS Login ID" in header else None
    for row in rows[1:]:
        if len(row) <= column or "Points Possible" in row[0] or not any(row[:2]):
            continue
        found = by_id.get(row[1]) or (by_login.get(row[login]) if login is not None else None)
        if found and (score := found.score(with_open)) is not None:
            row[column] = number(score)
    return csv_text(rows)


def _column(header: Sequence[str], title: str) -> int:
    """The assignment's column: `title`, or `title (12345)`."""
    names = [re.sub(r" \(\d+\)$", "", name) for name in header]
    places = [place for place, name in enumerate(header) if title in (name, names[place])]
    if len(places) != 1:
        found = "several columns are" if places else "no column is"
        known = ", ".join(name for name in header[4:] if name)
        raise UserError(f"{found} called {title!r}; name one with --title: {known}")
    return places[0]


def _by_key(grades: Sequence[StudentGrade]) -> tuple[Mapping[str, StudentGrade], Mapping[str, StudentGrade]]:
    by_id = {grade.person.lms_user_id: grade for grade in grades if grade.person.lms_user_id}
    return by_id, {grade.person.id: grade for grade in grades}


def _delimiter(text: str) -> str:
    """Canvas writes semicolons where the decimal sign is a comma."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","
