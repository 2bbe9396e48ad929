"""Every attempt that a student ever handed in is kept, by whatever way it came; one of them lies in submitted/.

.gradlab/attempts/LAB/STUDENT/0001/ holds the notebook, attempt.json and, once judged, record.json. An attempt is never
removed, and nothing in it changes but its time, where a person corrects it; the times before stay beside it.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from autograder.course import Course
from autograder.errors import UserError
from autograder.labs import Lab
from autograder.nbgrader_plugins.folders import SECRET, TIMESTAMP, submitted_at
from autograder.storing import PARTIAL, not_written, write_whole

ABOUT = "attempt.json"
TIME = "%Y-%m-%d %H:%M:%S.%f UTC"
NUMBER = re.compile(r"\d{4,}")
MAX_BYTES = 200_000_000  # of a notebook; autograder.notebook reads no larger one


@dataclass(frozen=True)
class Attempt:
    """One attempt. `when` (naive UTC) is None where nobody knows; `received` is when it came to the course."""

    folder: Path
    number: int
    when: datetime | None
    received: datetime
    source: str  # how it came, in a word or two
    sha256: str  # of the notebook's file; empty for a folder without the notebook
    corrected: tuple[datetime | None, ...] = ()  # times that counted before

    @property
    def order(self) -> tuple[datetime, int]:
        """Later attempts have the greater one."""
        return self.when or self.received, self.number


def attempts_of(course: Course, lab: Lab, student: str) -> list[Attempt]:
    """A student's attempts, the first one first."""
    folder = _folder(course, lab, student)
    if not folder.is_dir():
        return []
    found = [_read(path) for path in folder.iterdir() if NUMBER.fullmatch(path.name) and (path / ABOUT).is_file()]
    return sorted(found, key=lambda attempt: attempt.order)


def students_with_attempts(course: Course, lab: Lab) -> list[str]:
    """Who has attempts in the store."""
    folder = course.private / "attempts" / lab.name
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def keep(
    course: Course, lab: Lab, student: str, notebook: Path | None, when: datetime | None, source: str
) -> tuple[Attempt, bool]:
    """Store an attempt, whole or not at all; the attempt, and whether it is new. One that is known is not stored twice.

    The same file handed in at another time is another attempt; without a time, the same file is the same attempt.
    """
    sha256 = hash_of(notebook)
    known = attempts_of(course, lab, student)
    for attempt in known:
        if attempt.sha256 == sha256 and (when is None or when in (attempt.when, *attempt.corrected)):
            return attempt, False
    number = 1 + max((attempt.number for attempt in known), default=0)
    place = _folder(course, lab, student) / f"{number:04d}"
    received = datetime.now(UTC).replace(tzinfo=None)
    about = {
        "when": when.strftime(TIME) if when else None,
        "received": received.strftime(TIME),
        "source": source,
        "sha256": sha256,
    }
    partial = place.with_name(f"{PARTIAL}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        partial.mkdir(parents=True)
        if notebook is not None:
            shutil.copyfile(notebook, partial / f"{lab.name}.ipynb", follow_symlinks=False)
        (partial / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
        os.rename(partial, place)
    except OSError as error:
        raise not_written(error, place) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return _read(place), True


def correct_time(attempt: Attempt, when: datetime) -> Attempt:
    """Give a kept attempt the time that a person says; the one before stays in attempt.json, under `corrected`."""
    path = attempt.folder / ABOUT
    about = json.loads(path.read_text(encoding="utf-8"))
    about["corrected"] = [*about.get("corrected", ()), about["when"]]
    about["when"] = when.strftime(TIME)
    write_whole(path, json.dumps(about, indent=1) + "\n")
    return _read(attempt.folder)


def keep_submitted(course: Course, lab: Lab, student: str, source: str = "submitted") -> None:
    """Keep what lies in submitted/, which somebody may have put there by hand."""
    folder = course.folder("submitted", student, lab.name)
    if folder.is_dir():
        notebook = folder / f"{lab.name}.ipynb"
        keep(course, lab, student, notebook if notebook.exists() else None, submitted_at(folder), source)


def put_forward(course: Course, lab: Lab, student: str, attempt: Attempt) -> bool:
    """Put an attempt into submitted/, to be graded and shown; False when it lies there already.

    The submission's secret stays, so that students can still fetch the feedback.
    """
    place = course.folder("submitted", student, lab.name)
    lying = place / f"{lab.name}.ipynb"
    if place.is_dir():
        same = hash_of(lying if lying.exists() else None) == attempt.sha256
        if same and (submitted_at(place) == attempt.when or attempt.when is None):
            return False
    partial = place.with_name(f"{PARTIAL}{os.getpid()}-{secrets.token_hex(4)}")
    old = partial.with_name(f"{partial.name}-old")
    try:
        partial.mkdir(parents=True)
        if attempt.sha256:
            shutil.copyfile(attempt.folder / f"{lab.name}.ipynb", partial / f"{lab.name}.ipynb")
        if attempt.when is not None:
            (partial / TIMESTAMP).write_text(attempt.when.strftime(TIME), encoding="ascii")
        if (place / SECRET).is_file() and not (place / SECRET).is_symlink():
            shutil.copyfile(place / SECRET, partial / SECRET)
        if place.exists():
            os.rename(place, old)
        os.rename(partial, place)
    except OSError as error:
        if old.exists() and not place.exists():
            os.rename(old, place)
        raise not_written(error, place) from error
    finally:
        for rest in (partial, old):
            shutil.rmtree(rest, ignore_errors=True)
    return True


def lying(course: Course, lab: Lab, student: str) -> Attempt | None:
    """The attempt in submitted/; None when nothing lies there, or nothing that was kept."""
    place = course.folder("submitted", student, lab.name)
    if not place.is_dir():
        return None
    notebook = place / f"{lab.name}.ipynb"
    sha256, when = hash_of(notebook if notebook.exists() else None), submitted_at(place)
    found = [a for a in attempts_of(course, lab, student) if a.sha256 == sha256 and (a.when == when or when is None)]
    return found[-1] if found else None


def _folder(course: Course, lab: Lab, student: str) -> Path:
    return course.private / "attempts" / lab.name / student


def _read(folder: Path) -> Attempt:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        when, *before = (
            datetime.strptime(text, TIME) if text else None for text in (about["when"], *about.get("corrected", ()))
        )
        received = datetime.strptime(about["received"], TIME)
        source, sha256 = str(about["source"]), str(about["sha256"])
        return Attempt(folder, int(folder.name), when, received, source, sha256, tuple(before))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / ABOUT} is damaged ({error}); put it back from your backup") from error


def hash_of(notebook: Path | None) -> str:
    """SHA-256 of an ordinary file; UserError for anything else under its name."""
    if notebook is None:
        return ""
    return hashlib.sha256(b"".join(_blocks(notebook))).hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with open(path, "rb", opener=lambda p, flags: os.open(p, flags | os.O_NOFOLLOW | os.O_NONBLOCK)) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UserError(f"{str(path)!r} is not an ordinary file")
            if status.st_size > MAX_BYTES:
                raise UserError(
                    f"{str(path)!r} has {status.st_size / 1e6:,.0f} MB, at most {MAX_BYTES / 1e6:,.0f} are taken"
                )
            while block := file.read(1 << 20):
                yield block
    except OSError as error:
        raise UserError(f"{str(path)!r} cannot be read ({error.strerror})") from None
