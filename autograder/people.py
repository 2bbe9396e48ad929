"""The people of a course, as nbgrader's gradebook holds them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from autograder.course import Course
from autograder.database import opened
from autograder.names import some

# What a row of somebody on the course holds at least; in one that grading made stands nothing at all.
NOTHING = {"last_name": "", "first_name": "", "email": ""}


@dataclass(frozen=True)
class Person:
    """A row of nbgrader's student table; empty texts where it holds nothing."""

    id: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    enrolled: bool = False  # in the roster, and not only in a row that grading made

    @property
    def name(self) -> str:
        """`Last, First`, as grade books sort; the id for somebody without a name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part) or self.id

    @property
    def names(self) -> set[str]:
        """What may stand in another system's file for this person."""
        spoken = f"{self.first_name} {self.last_name}".strip()
        turned = f"{self.last_name} {self.first_name}".strip()
        return {text for text in (self.id, self.email, spoken, turned, self.name) if text}


def people_of(course: Course) -> dict[str, Person]:
    """Everybody in the gradebook, by id."""
    with opened(course) as gradebook:
        return {row.id: _person(row) for row in gradebook.students}


def enter(course: Course, students: Collection[str]) -> None:
    """Make them students of the course, of whom nothing but the id is known; who is one stays as they are."""
    from nbgrader.api import Student

    with opened(course) as gradebook:
        known = {row.id: row for row in gradebook.students}
        for student in students:
            if student not in known:
                gradebook.db.add(Student(id=student, **NOTHING))
            elif not enrolled(known[student]):
                for name, value in NOTHING.items():
                    setattr(known[student], name, value)
        gradebook.db.commit()


def enrolled(row: Any) -> bool:
    """True when somebody said that this student is on the course: grading alone makes a row that holds nothing."""
    return any(value is not None for value in (row.last_name, row.first_name, row.email, row.lms_user_id))


def not_enrolled(course: Course, students: Collection[str]) -> list[str]:
    """Who of these is not in the roster, in order; nobody where no roster was given."""
    known = {person.id for person in people_of(course).values() if person.enrolled}
    return sorted(set(students) - known) if known else []


def stranger_note(course: Course, students: Collection[str]) -> str:
    """A sentence that names them; "" where there is nobody to name."""
    found = not_enrolled(course, students)
    return f"not in the roster: {some(found)}; `gradlab roster` adds them" if found else ""


def _person(row: Any) -> Person:
    last, first, email = row.last_name or "", row.first_name or "", row.email or ""
    return Person(row.id, last, first, email, str(row.lms_user_id or ""), enrolled(row))
