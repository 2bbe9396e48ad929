"""Whether the course of the current folder fits together: its settings, its id, its gradebook."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from autograder.ailments import shown
from autograder.course import CONFIG, Course, find_course
from autograder.database import opened, refuse_another_course, refuse_unknown
from autograder.doctor.clock import examine_clock
from autograder.doctor.exchange import examine_exchange
from autograder.doctor.finding import Finding
from autograder.errors import GradlabError, UserError


def examine_course() -> list[Finding]:
    """Examine the course one is in; outside of one there is nothing more to examine than the clock."""
    try:
        course = find_course()
    except UserError:
        return [Finding("course", True, "not in a course folder"), *examine_clock()]
    except OSError as error:
        remedy = f"{error.filename} cannot be looked at ({error.strerror}): let this user enter the folders above it."
        return [Finding("course", False, str(Path.cwd()), remedy), *examine_clock()]
    try:
        app = _settings(course)
    except (Exception, SystemExit) as error:  # settings are Python: anything can be wrong; nbgrader ends the process
        said = " ".join(f"{type(error).__name__}: {error}".split())
        remedy = f"{course.root / CONFIG} cannot be read ({said}): correct it."
        return [Finding("course", False, str(course.root), remedy), *examine_clock()]
    exchange, folder = examine_exchange(app, course)
    return [_course(course), _course_id(course), _gradebook(course), *exchange, *examine_clock(course, folder)]


def _settings(course: Course) -> Any:
    """nbgrader's application with the machine's, the user's and the course's settings."""
    from autograder.nbgrader_plugins.app import course_app

    (course.root / CONFIG).read_bytes()  # nbgrader passes over what it may not read
    Course(course.root).config  # noqa: B018  # raises what is wrong with it, where nbgrader would end the process
    return course_app(course)


def _course(course: Course) -> Finding:
    mode = course.root.stat().st_mode & 0o007
    closed = [path for path in (course.root, course.private) if path.exists() and not os.access(path, os.W_OK)]
    remedy = f"{', '.join(map(str, closed))} may not be written by you: work as its owner, or `chmod u+w`."
    if closed or not mode:
        return Finding("course", not closed, str(course.root), remedy)
    remedy = f"Every account of this machine can look into {course.root}, grades and all: `chmod o-rwx {course.root}`."
    return Finding("course", False, str(course.root), remedy, needed=False)


def _course_id(course: Course) -> Finding:
    if not course.course_id:
        remedy = f"The exchange needs one: set c.CourseDirectory.course_id in {course.root / CONFIG}."
        return Finding("course id", False, "not set", remedy)
    try:
        refuse_another_course(course)
    except UserError as error:
        return Finding("course id", False, course.course_id, f"{error}.")
    except SQLAlchemyError:
        pass  # what ails the gradebook stands in its own line
    return Finding("course id", True, course.course_id)


def _gradebook(course: Course) -> Finding:
    """Open it as a command would, and try whether it may be written; nothing in it is changed."""
    name = shown(course.db_url)
    if course.db_url.startswith("sqlite:///") and not Path(name).exists():
        if Path(name).parent.is_dir():
            return Finding("gradebook", True, "none yet; `gradlab release` makes it")
        remedy = f"The folder {Path(name).parent} is not there: correct c.CourseDirectory.db_url, or mount it."
        return Finding("gradebook", False, name, remedy)
    try:
        refuse_unknown(course)
    except UserError as error:
        return Finding("gradebook", False, shown(course.db_url), f"{error}.")
    try:
        with opened(course) as gradebook:
            gradebook.db.rollback()
            gradebook.db.execute(text("UPDATE course SET id = id"))
            gradebook.db.rollback()
    except UserError:
        return Finding("gradebook", True, f"{name}, not examined: see the course id")
    except GradlabError as error:
        return Finding("gradebook", False, name, f"{error}.")
    except Exception as error:  # a driver that is not installed, an address that is none
        said = " ".join(str(error).split("\n")[0].split())
        remedy = f"c.CourseDirectory.db_url cannot be opened ({said}): correct it, or install the database's driver."
        return Finding("gradebook", False, name, remedy)
    return Finding("gradebook", True, f"{name}, can be written")
