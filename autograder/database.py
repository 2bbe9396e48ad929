"""nbgrader's gradebook, opened; what ails its database is one sentence that says what to do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.labs import Lab

DEFAULT = "default_course"  # what nbgrader writes when it is not told which
PATIENCE = 20  # seconds to wait for another program that is writing
AILMENTS = (
    ("locked", "is in use by another program; close that (formgrader, nbgrader, a database browser)"),
    ("readonly", "may not be written; make the file and its folder writable for you"),
    ("full", "cannot grow, the disk is full; make room"),
    ("not a database", "is damaged; put back a copy from your backup"),
    ("malformed", "is damaged; put back a copy from your backup"),
    ("unable to open", "cannot be opened; make the file and its folder accessible for you"),
)


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Any]:
    """The gradebook of a course; nothing is stored unless the caller commits. InfrastructureError says what ails it."""
    refuse_another_course(course)
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            if gradebook.engine.dialect.name == "sqlite":
                gradebook.db.execute(text(f"PRAGMA busy_timeout = {1000 * PATIENCE}"))
            yield gradebook
    except DatabaseError as error:
        name, said = course.db_url.removeprefix("sqlite:///"), str(error.orig or error)
        remedy = next((words for sign, words in AILMENTS if sign in said), f"did not answer ({said})")
        raise InfrastructureError(
            f"the gradebook {name} {remedy}; then run the command again, it goes on where it stopped"
        ) from error


def refuse_another_course(course: Course) -> None:
    """UserError for a gradebook that another course keeps: nbgrader would take its assignments for this one's."""
    path = Path(course.db_url.removeprefix("sqlite:///"))
    if not course.db_url.startswith("sqlite:///") or not path.is_file():
        return
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            owners = {name for (name,) in db.execute("select id from course")} - {DEFAULT}
    except sqlite3.Error:
        return  # what ails it is told when it is opened
    if owners and course.course_id and course.course_id not in owners:
        raise UserError(
            f"the gradebook {path} is that of {', '.join(map(repr, sorted(owners)))}, and this course is "
            f"{course.course_id!r}: put the right gradebook there, or correct c.CourseDirectory.course_id"
        )


def ready(course: Course, lab: Lab) -> None:
    """Find out before the work, not after it, whether the gradebook can take grades of this lab."""
    with opened(course) as gradebook:
        try:
            notebook = gradebook.find_notebook(lab.name, lab.name)
        except MissingEntry as error:
            raise UserError(f"{lab.name} is not in the gradebook; run `gradlab release {lab.name}` first") from error
        released = {cell.name: float(cell.max_score) for cell in (*notebook.grade_cells, *notebook.task_cells)}
        _refuse_other_points(lab, released)
        if gradebook.engine.dialect.name == "sqlite":
            gradebook.db.rollback()
            gradebook.db.execute(text("BEGIN IMMEDIATE"))
            gradebook.db.rollback()


def _refuse_other_points(lab: Lab, released: dict[str, float]) -> None:
    """UserError where the notebook in assignments/ was changed after its release: its scores would not fit."""
    asked = {question.grade_id: question.points for question in lab.questions}
    for cell in (*asked, *(released.keys() - asked.keys())):
        if asked.get(cell) != released.get(cell):
            here, there = (
                f"worth {points[cell]:g} points" if cell in points else "absent" for points in (asked, released)
            )
            raise UserError(
                f"{lab.name} was changed after its release: {cell!r} is {here} in the notebook and {there} in the "
                f"gradebook; run `gradlab release {lab.name}`, then this again"
            )
