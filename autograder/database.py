"""nbgrader's gradebook, opened: a file of SQLite's, or a database on a PostgreSQL server."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import create_engine, false, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from autograder.ailments import database_error, remedy, shown
from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.labs import Lab

DEFAULT = "default_course"  # what nbgrader writes when it is not told which
PATIENCE = 20  # seconds to wait for another program that is writing
TURN = 600  # seconds to wait until another grading has written its class
WRITTEN = (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)  # the tables that grading writes


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Any]:
    """The gradebook of a course; nothing is stored unless the caller commits. InfrastructureError says what ails it."""
    refuse_unknown(course)
    try:
        refuse_another_course(course)
        with Gradebook(course.db_url, course.course_id) as gradebook:
            _be_patient(gradebook)
            yield gradebook
    except (DBAPIError, InvalidEntry, MissingEntry, UserError) as error:
        if (cause := database_error(error)) is None:
            raise
        raise InfrastructureError(
            f"the gradebook {shown(course.db_url)} {remedy(cause)}; "
            "then run the command again, it goes on where it stopped"
        ) from error


def is_file(course: Course) -> bool:
    """True for SQLite: one program writes at a time, and the others wait or give up."""
    return course.db_url.startswith("sqlite")


def refuse_unknown(course: Course) -> None:
    """UserError for an address that names no database, or one whose driver is not installed."""
    if is_file(course):
        return
    try:
        create_engine(course.db_url).dispose()
    except ModuleNotFoundError as error:
        extra = "pip install 'gradlab[postgresql]'" if "psycopg" in str(error.name) else "install it"
        raise UserError(f"the gradebook {shown(course.db_url)} needs {error.name}: {extra}") from None
    except (ArgumentError, ValueError):  # a kind that there is not; a port that is no number
        raise UserError(
            f"the gradebook {shown(course.db_url)} is no address of a database; "
            "give one such as postgresql+psycopg:///cnn_2026, or none for a file in the course's folder"
        ) from None


def refuse_another_course(course: Course) -> None:
    """UserError for a gradebook that another course keeps: nbgrader would take its assignments for this one's."""
    owners = _courses_in(course.db_url) - {DEFAULT}
    if owners and course.course_id and course.course_id not in owners:
        raise UserError(
            f"the gradebook {shown(course.db_url)} is that of {', '.join(map(repr, sorted(owners)))}, and this course "
            f"is {course.course_id!r}: put the right gradebook there, or correct c.CourseDirectory.course_id"
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
        gradebook.db.rollback()
        if gradebook.engine.dialect.name == "sqlite":
            gradebook.db.execute(text("BEGIN IMMEDIATE"))
        else:
            for table in WRITTEN:  # asks for the right to write, and locks nothing
                gradebook.db.query(table.id).filter(false()).with_for_update().all()
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


def take_turns(gradebook: Any) -> None:
    """Wait until no other grading writes to this gradebook; the turn ends with the transaction.

    Two classes have the same students, and whoever comes second must find them there.
    """
    if gradebook.engine.dialect.name == "postgresql":
        gradebook.db.execute(text(f"SET LOCAL lock_timeout = '{TURN}s'"))
        gradebook.db.execute(text("SELECT pg_advisory_xact_lock(hashtext('gradlab'))"))
        gradebook.db.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}s'"))


def _be_patient(gradebook: Any) -> None:
    """Wait for other programs, and not for ever."""
    if gradebook.engine.dialect.name == "sqlite":
        gradebook.db.execute(text(f"PRAGMA busy_timeout = {1000 * PATIENCE}"))
    elif gradebook.engine.dialect.name == "postgresql":
        gradebook.db.execute(text(f"SET lock_timeout = '{PATIENCE}s'"))
        gradebook.db.commit()  # a setting goes with the transaction that is rolled back


def _courses_in(url: str) -> set[str]:
    """The ids of the courses that a gradebook holds; none where there is no gradebook yet."""
    if not url.startswith("sqlite"):
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                if not inspect(connection).has_table("course"):
                    return set()
                return set(connection.execute(text("select id from course")).scalars())
        finally:
            engine.dispose()
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path.is_file():
        return set()
    try:  # read only: a file that is no gradebook must not become one
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1)) as db:
            return {name for (name,) in db.execute("select id from course")}
    except sqlite3.Error:
        return set()  # what ails it is told when it is opened
