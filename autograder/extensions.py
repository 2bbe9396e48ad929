"""Who may hand in later: extensions as nbgrader keeps them, given before or after the student hands in."""

from datetime import datetime, timedelta

from nbgrader.api import MissingEntry

from autograder.course import Course
from autograder.database import opened
from autograder.errors import UserError
from autograder.labs import Lab
from autograder.nbgrader_plugins.rows import LabRows


def extend(course: Course, lab: Lab, student: str, extra: timedelta) -> datetime:
    """Give a student an extension, in place of any earlier one; until when it goes (naive UTC). Zero takes it back."""
    if extra < timedelta(0):
        raise UserError("an extension cannot be negative; 0 takes it back")
    with opened(course) as gradebook:
        try:
            due = gradebook.find_assignment(lab.name).duedate
        except MissingEntry:
            raise UserError(f"{lab.name} is not in the gradebook; run `gradlab release {lab.name}` first") from None
        if due is None:
            raise UserError(
                f'{lab.name} has no due date; give it one with `nbgrader db assignment add {lab.name} --duedate="..."`'
            )
        if student not in {row.id for row in gradebook.students}:
            raise UserError(f"{student!r} is not in the gradebook; `gradlab roster` tells it who is on the course")
        with gradebook.db.no_autoflush:
            rows = LabRows(gradebook, lab, [student])  # makes what is missing
            rows.submissions[student].extension = extra or None
        gradebook.db.commit()
        return due + extra  # type: ignore[no-any-return]
