"""The folders autograded/<student>/<lab> and feedback/<student>/<lab>, as nbgrader's later commands expect them."""

import secrets
import shutil
from datetime import datetime
from pathlib import Path

from autograder.course import Course
from autograder.errors import UserError
from autograder.labs import Lab

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"


def submitted_at(folder: Path) -> datetime | None:
    """When a submission was handed in (naive UTC), by its timestamp.txt; None without one. UserError if unreadable."""
    from nbgrader.utils import parse_utc

    path = folder / TIMESTAMP
    text = path.read_text(encoding="utf-8", errors="replace").strip() if _plain(path) else ""
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError) as error:
        raise UserError(f"{path} holds {text[:40]!r}, which is no point in time; correct it and grade again") from error


def carry_over(submitted: Path, folder: Path) -> None:
    """Copy the two small files beside a submitted notebook that nbgrader needs; nothing else is taken along."""
    for name in (TIMESTAMP, SECRET):
        if _plain(submitted / name):
            shutil.copyfile(submitted / name, folder / name)
    complete(folder)


def complete(folder: Path) -> None:
    """Add what release_feedback cannot do without, for submissions that came by another way than the exchange.

    One missing file would stop it for the whole class.
    """
    if not (folder / SECRET).exists():
        (folder / SECRET).write_text(secrets.token_hex(64), encoding="ascii")
    if not (folder / TIMESTAMP).exists():
        (folder / TIMESTAMP).touch()


def discard_feedback(course: Course, student: str, lab: Lab) -> None:
    """Remove feedback on an earlier grade: generate_feedback would take it for current."""
    shutil.rmtree(course.folder("feedback", student, lab.name), ignore_errors=True)


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
