"""A course: one folder with nbgrader's folders, a gradebook, the records of every judgement, and a secret salt."""

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from traitlets.config import PyFileConfigLoader

from autograder.errors import GradlabError, UserError
from autograder.labs import assignments_folder
from autograder.records import Record, from_json
from autograder.storing import write_whole

CONFIG = "nbgrader_config.py"
COURSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
SETTINGS = '''\
"""nbgrader's settings for this course; anything set below configure(c) takes precedence."""

from autograder.nbgrader_plugins.config import configure

c = get_config()
configure(c)
c.CourseDirectory.course_id = {course_id!r}
'''
GRADEBOOK = "c.CourseDirectory.db_url = {db_url!r}\n"


@dataclass(frozen=True)
class Course:
    """A course by its root folder. What its nbgrader_config.py says is read once, when first needed."""

    root: Path

    @cached_property
    def config(self) -> Any:
        """The course's own settings, without those of the machine or the user."""
        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    def folder(self, step: str, student: str = "", lab: str = "") -> Path:
        """root/<the folder that nbgrader uses for `step`>/student/lab."""
        return self.root / str(self.config.CourseDirectory.get(f"{step}_directory", step)) / student / lab

    @property
    def assignments(self) -> Path:
        """The labs of this course."""
        return self.folder("source")

    @property
    def release(self) -> Path:
        """What students are given."""
        return self.folder("release")

    @property
    def submitted(self) -> Path:
        """What students handed in."""
        return self.folder("submitted")

    @property
    def autograded(self) -> Path:
        """What graders look at."""
        return self.folder("autograded")

    @property
    def feedback(self) -> Path:
        """What students get back."""
        return self.folder("feedback")

    @property
    def course_id(self) -> str:
        """The course's name in the exchange."""
        return str(self.config.CourseDirectory.get("course_id", ""))

    @property
    def db_url(self) -> str:
        """The gradebook; nbgrader's default unless the course sets another."""
        url = self.config.CourseDirectory.get("db_url", "")
        return str(url or f"sqlite:///{self.root.absolute() / 'gradebook.db'}")

    @property
    def private(self) -> Path:
        """Records and the salt: nothing in here is for students."""
        return self.root / ".gradlab"

    def records(self, lab: str) -> Path:
        """The folder of one lab's records, one JSON file a student."""
        return self.private / "records" / lab

    def save_record(self, student: str, record: Record) -> None:
        """Store a record, whole or not at all."""
        write_whole(self.records(record.lab) / f"{student}.json", record.to_json())

    def load_record(self, lab: str, student: str) -> Record | None:
        """The stored record, or None when this submission was never judged (or by a kit of another schema)."""
        try:
            return from_json((self.records(lab) / f"{student}.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None

    def salt(self) -> bytes:
        """The secret that makes this course's hidden cases its own; made on first use."""
        path = self.private / "salt"
        if not path.exists():
            self.private.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial = self.private / f".salt.{os.getpid()}"
            with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
            try:
                os.link(partial, path)  # the first of several processes wins, and all read the same salt
            except FileExistsError:
                pass
            finally:
                partial.unlink()
        return path.read_bytes()


def find_course(start: Path | None = None) -> Course:
    """The course that `start` (default: the current folder) lies in; UserError when there is none."""
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return Course(folder)
    raise UserError(f"{start} is not in a course: no {CONFIG} there or above; make one with `gradlab new-course DIR`")


def new_course(path: Path, course_id: str, db_url: str = "") -> Course:
    """Make a course in an empty or new folder: the kit's labs, settings, a salt, an empty gradebook.

    db_url: a database for the gradebook; by default a file in the course. Where it cannot be used, nothing is made.
    """
    if not COURSE_ID.fullmatch(course_id):
        raise UserError(
            f"course id {course_id!r} must be letters, digits, '.', '_' or '-', and start with one of the first two"
        )
    path = path.absolute()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UserError(f"{path} is not an empty folder; give a new one, nothing in it was changed")
    was_there = path.exists()
    path.mkdir(parents=True, exist_ok=True)
    # What everybody handed in, and their grades, are not for other accounts; a group that was let in before stays.
    path.chmod(path.stat().st_mode & 0o7770 if was_there else 0o700)
    settings = SETTINGS.format(course_id=course_id) + (GRADEBOOK.format(db_url=db_url) if db_url else "")
    (path / CONFIG).write_text(settings, encoding="utf-8")
    course = Course(path)
    from autograder.database import opened  # a second to import nbgrader: only where a gradebook is made

    try:
        with opened(course):
            pass
    except GradlabError:
        (path / CONFIG).unlink()
        if not was_there:
            path.rmdir()
        raise
    shutil.copytree(
        assignments_folder(), course.assignments, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
    )
    course.salt()
    return course
