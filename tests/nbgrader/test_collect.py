"""Collecting takes ordinary files of readable submissions, and nothing stops it."""

import os
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB


@pytest.fixture
def inbound(course: Course) -> Path:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(course.root / 'exchange')!r}\n")
    must(course_api(course).release_assignment(LAB), "release_assignment")
    return course.root / "exchange" / course.course_id / "inbound"


def arrive(inbound: Path, student: str, when: str = "2026-01-05 10:00:00.000000 UTC") -> Path:
    folder = inbound / f"{student}+{LAB}+{when}+x1"
    folder.mkdir()
    (folder / f"{LAB}.ipynb").write_text("{}")
    return folder


def collect(course: Course) -> set[str]:
    must(course_api(course).collect(LAB), "collect")
    return {path.name for path in course.submitted.iterdir()}


def test_links_and_special_files_are_not_followed(course: Course, inbound: Path) -> None:
    secret = course.root / "gradebook.db"
    (arrive(inbound, "link") / "a.html").symlink_to(secret)
    (arrive(inbound, "folder link") / "sub").symlink_to(course.root)
    os.mkfifo(arrive(inbound, "pipe") / "data.csv")
    real = arrive(inbound, "real")
    (inbound / f"whole+{LAB}+2026-01-05 10:00:00.000000 UTC+x1").symlink_to(real)
    arrive(inbound, "zoe")
    assert collect(course) == {"real", "zoe"}


def test_names_that_cannot_be_read_stop_nobody(course: Course, inbound: Path) -> None:
    arrive(inbound, "mallory", when="soon")
    arrive(inbound, "new\nline")
    arrive(inbound, ".hidden")
    (inbound / f"short+{LAB}+").mkdir()
    arrive(inbound, "zoe")
    assert collect(course) == {"zoe"}


def test_a_newer_submission_replaces_the_older(course: Course, inbound: Path) -> None:
    arrive(inbound, "zoe")
    collect(course)
    newer = arrive(inbound, "zoe", when="2026-01-06 10:00:00.000000 UTC")
    (newer / "timestamp.txt").write_text("2026-01-06 10:00:00.000000 UTC")
    (newer / "notes.txt").write_text("mine")
    collect(course)
    assert (course.submitted / "zoe" / LAB / "notes.txt").exists()
