"""The inbound folder of an exchange: what students put there, and what was taken of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.course import Course

from .classroom import LAB


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def settings(course: Course, *lines: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("\n".join(lines) + "\n")


def arrive(inbound: Path, student: str, ago: float = 0, when: str = "", suffix: str = "x1") -> Path:
    """A submission that claims to have been handed in `ago` seconds ago."""
    when = when or (now() - timedelta(seconds=ago)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = inbound / f"{student}+{LAB}+{when}+{suffix}"
    folder.mkdir()
    (folder / f"{LAB}.ipynb").write_text(f"{student} {suffix}")
    (folder / "timestamp.txt").write_text(when)
    return folder


def taken(course: Course) -> dict[str, str]:
    return {path.parent.parent.name: path.read_text() for path in course.submitted.glob(f"*/{LAB}/{LAB}.ipynb")}


def refused(result: dict[str, Any]) -> dict[str, str]:
    """By student, the last sentence said of them."""
    return {sentence.split("'")[1]: sentence.split(": ", 2)[2] for sentence in result["refused"]}


def link(folder: Path) -> None:
    (folder / "a.html").symlink_to("/etc/hostname")
