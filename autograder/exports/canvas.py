"""Canvas: the CSV that its gradebook imports, new or filled into one that was exported from Canvas.

Canvas finds a student by ID, else by SIS Login ID, and an assignment by the number in brackets behind its title, else
by the whole title; it makes a new assignment where neither fits, with the points of the second row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.errors import UserError
from autograder.exports.grades import StudentGrade, points_of
from autograder.exports.table import as_given, csv_text, decimal, parsed
from autograder.labs import Lab
from autograder.matching import Keys
from autograder.report.pages import number

HEADER = ("Student", "ID", "SIS Login ID", "Section")
LOGIN = "SIS Login ID"
ABOUT = (*HEADER, "SIS User ID", "Integration ID", "Root Account")  # columns of a student's own
POINTS = "Points Possible"
READ_ONLY = "(read only)"
# Canvas drops a column whose header has one of these words and, behind it, one of those.
DROPPED = re.compile(r"(Current|Final|Override).*(Score|Points|Grade|Status)", re.IGNORECASE)


def canvas(lab: Lab, grades: Sequence[StudentGrade], title: str = "", with_open: bool = False) -> str:
    """A gradebook with one assignment, called `title`; UserError for a title that Canvas would drop."""
    title = title or lab.name
    if DROPPED.search(title):
        raise UserError(f"Canvas ignores columns called like {title!r}: give another title with --title")
    rows: list[list[str]] = [[*HEADER, title], [f"    {POINTS}", "", "", "", number(points_of(lab))]]
    for grade in grades:
        who, score = grade.person, grade.score(with_open)
        rows.append([who.name, who.lms_user_id, who.id, "", decimal(score)])
    return csv_text(rows)


@dataclass(frozen=True)
class Filled:
    """A platform's file with our grades in it, and who of those that have a grade is not in the file."""

    text: str
    unknown: tuple[str, ...]


def fill_canvas(text: str, lab: Lab, grades: Sequence[StudentGrade], title: str, with_open: bool = False) -> Filled:
    """An export from Canvas with the grades in the column of the assignment; what is not ours stays as it is.

    Students are found by ID, then by SIS Login ID. UserError when the file is no such export, the column is unknown
    or worth other points, a row fits two students, or nobody of the class is in it.
    """
    delimiter = _delimiter(text)
    rows = parsed(text, delimiter)
    header = rows[0] if rows else []
    if len(header) < 4 or "Student" not in header[0] or header[1] != "ID":
        raise UserError("this is no gradebook exported from Canvas: its first line does not begin with Student,ID")
    column = _column(header, title or lab.name)
    login = header.index(LOGIN) if LOGIN in header else None
    ids = Keys((grade.person.lms_user_id, grade) for grade in grades)
    logins = Keys((grade.person.id, grade) for grade in grades)
    found: dict[str, int] = {}
    for place, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row[:2]):
            continue
        if POINTS in row[0]:
            _same_points(row[column] if len(row) > column else "", header[column], lab)
            continue
        if len(row) <= column:
            raise UserError(f"row {place} has {len(row)} cells, expected {len(header)}; download the gradebook again")
        by_login = logins.get(row[login]) if login is not None and len(row) > login else None
        by_id = ids.get(row[1])
        if by_id and by_login and by_id is not by_login:
            raise UserError(
                f"row {place} is {by_id.person.id!r} by ID and {by_login.person.id!r} by {LOGIN}: correct one of them"
            )
        grade = by_id or by_login
        if grade is None:
            continue
        who = grade.person.id
        if who in found:
            raise UserError(f"rows {found[who]} and {place} are both {who!r}: give the right one only")
        found[who] = place
        if (score := grade.score(with_open)) is not None:
            row[column] = number(score)
    if not found:
        raise UserError(f"nobody who handed in {lab.name} is in this gradebook: is it that of another course?")
    return Filled(as_given(rows, delimiter), tuple(g.person.id for g in grades if g.person.id not in found))


def _column(header: Sequence[str], title: str) -> int:
    """The assignment's column: `title`, or `title (12345)`."""
    names = [re.sub(r" \(\d+\)$", "", name) for name in header]
    places = [place for place, name in enumerate(header) if title in (name, names[place])]
    if len(places) != 1:
        found = "several columns are" if places else "no column is"
        known = ", ".join(name for name in _assignments(header)) or "there is none"
        raise UserError(f"{found} called {title!r}; name one with --title: {known}")
    return places[0]


def _assignments(header: Sequence[str]) -> list[str]:
    """The columns that can hold an assignment: behind what is known of a student, sums and grades left out."""
    first = 1 + max((place for place, name in enumerate(header) if name in ABOUT), default=0)
    return [name for name in header[first:] if name.strip() and not DROPPED.search(name)]


def _same_points(cell: str, name: str, lab: Lab) -> None:
    """UserError where Canvas would ignore the column, or take our points for others."""
    if READ_ONLY in cell:
        raise UserError(f"Canvas ignores the column {name!r}, it is read only; name another with --title")
    points = re.fullmatch(r"\s*(\d+)(?:[.,](\d+))?\s*", cell)
    if points and float(f"{points[1]}.{points[2] or 0}") != points_of(lab):
        raise UserError(
            f"{name!r} has {cell.strip()} points in Canvas and {number(points_of(lab))} here; "
            "make them the same in Canvas, and export its gradebook again"
        )


def _delimiter(text: str) -> str:
    """Canvas writes semicolons where the decimal sign is a comma."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","
