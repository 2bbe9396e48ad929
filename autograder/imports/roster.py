"""A roster as CSV into the gradebook: who is on the course, with names, e-mail, and the platform's number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.database import opened
from autograder.errors import UserError
from autograder.imports.tables import Table, read_table
from autograder.names import unfit
from autograder.people import NOTHING, enrolled

# How other programs call what nbgrader calls so, in the order in which they are looked for.
HEADERS = {
    "id": ("student_id", "id number", "sis login id", "username", "login", "student", "student id", "id"),
    "first_name": ("first_name", "first name", "given name", "firstname", "vorname"),
    "last_name": ("last_name", "last name", "surname", "family name", "lastname", "nachname"),
    "email": ("email", "email address", "e-mail", "e-mail-adresse", "mail"),
    "lms_user_id": ("lms_user_id", "canvas id", "canvas user id"),
}
MAX_CELL = 200


@dataclass
class Enrolled:
    """What came of a roster, by student id."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # in the gradebook, not in the file; they stay


def enrol(course: Course, path: Path, id_column: str = "") -> Enrolled:
    """Add and update students, all or nothing; nobody is removed, and an empty cell changes nothing."""
    table = read_table(path)
    students = _students(table, _columns(table, path, id_column), path)
    done = Enrolled()
    with opened(course) as gradebook:
        from nbgrader.api import Student

        known = {row.id: row for row in gradebook.students}
        for student, said in students.items():
            row: Any = known.get(student)
            # Who has a row that grading made is not on the course yet; what the file leaves empty changes nothing.
            given = said if row is not None and enrolled(row) else NOTHING | said
            if row is None:
                gradebook.db.add(Student(id=student, **given))
                done.new.append(student)
            elif any(getattr(row, name) != value for name, value in given.items()):
                for name, value in given.items():
                    setattr(row, name, value)
                done.changed.append(student)
            else:
                done.kept.append(student)
        gradebook.db.commit()
        done.others = sorted(known.keys() - students.keys())
    return done


def _columns(table: Table, path: Path, id_column: str) -> dict[str, int]:
    """Where each of nbgrader's columns stands in the file."""
    lowered = [name.casefold() for name in table.header]
    if id_column and id_column not in table.header:
        raise UserError(f"{str(path)!r} has no column {id_column!r}; it has {', '.join(table.header)}")
    found = {}
    for name, called in HEADERS.items():
        places = [lowered.index(header) for header in called if header in lowered]
        if places:
            found[name] = places[0]
    if "sis login id" in lowered and "id" in lowered:  # a gradebook exported from Canvas
        found["lms_user_id"] = lowered.index("id")
        found["full"] = lowered.index("student") if "student" in lowered else -1
        found.setdefault("id", lowered.index("sis login id"))
        if not id_column:
            found["id"] = lowered.index("sis login id")
    if id_column:
        found["id"] = table.header.index(id_column)
    if "id" not in found:
        raise UserError(
            f"{str(path)!r} has no column for the students' ids; name it with --id, one of {', '.join(table.header)}"
        )
    return found


def _students(table: Table, columns: dict[str, int], path: Path) -> dict[str, dict[str, str]]:
    """What the file says of each student; UserError names the line that cannot be."""
    students: dict[str, dict[str, str]] = {}
    full = columns.pop("full", -1)
    numbers: dict[str, str] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        where = f"{str(path)!r}, line {line}"
        student = row[columns["id"]]
        if full >= 0 and re.search(r"Points Possible|Student, Test", row[full]):
            continue
        if reason := unfit(student):
            raise UserError(f"{where}: {student!r} cannot be a student's id: {reason}; nobody was enrolled")
        if student in students:
            raise UserError(f"{where}: {student!r} is in the file twice; nobody was enrolled")
        given = {name: row[place] for name, place in columns.items() if name != "id" and row[place]}
        if full >= 0 and "last_name" not in columns:
            given |= _split(row[full])
        for name, value in given.items():
            if not value.isprintable() or len(value) > MAX_CELL:
                raise UserError(f"{where}: {name} is {value[:40]!r}, which is no name; nobody was enrolled")
        if (number := given.get("lms_user_id")) and (other := numbers.setdefault(number, student)) != student:
            raise UserError(f"{where}: {student!r} and {other!r} have the same number {number}; nobody was enrolled")
        students[student] = given
    return students


def _split(name: str) -> dict[str, str]:
    """Canvas writes `Last, First`."""
    parts: Sequence[str] = [part.strip() for part in name.split(",", 1)]
    return {"last_name": parts[0], "first_name": parts[1]} if len(parts) == 2 else {"last_name": name}
