"""The demo class: made from any lab's banks, with both paths into the gradebook agreeing on every submission."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from rich.console import Console

from autograder import demo, notebook
from autograder.course import Course
from autograder.demo.made_class import IDS, made_class
from autograder.errors import UserError
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.records import from_json
from autograder.score import score_record

from .classroom import LAB, rows

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """The course that a demo leaves, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "course"
    text = io.StringIO()
    demo.run(folder, 2, Console(file=text, width=200), LAB)
    return Course(folder), text.getvalue()


def test_the_class_has_all_that_turns_up(lab: Lab) -> None:
    students = made_class(lab)
    stories = [student.story for student in students]
    assert len(students) >= 16
    assert len({student.id for student in students}) == len(students) <= len(IDS)
    assert sum(story.startswith("wrong") for story in stories) == 10
    assert sum(story.startswith("right") for story in stories) == 4
    released = notebook.release_form(lab)
    sources = set()
    for student in students:
        nb = nbformat.from_dict(released)
        student.edit(nb := nbformat.reads(nbformat.writes(nb), 4))
        sources.add(nbformat.writes(nb))
    assert len(sources) == len(students)


def test_the_demo_ends_with_a_table_and_two_pages(shown: tuple[Course, str]) -> None:
    course, text = shown
    for student in made_class(find_lab(LAB, course.assignments)):
        assert student.id in text
    pages = [Path(found) for found in re.findall(r"(/\S.*\.html)", text)]
    assert len(pages) == 2
    assert all("<html" in page.read_text() for page in pages)


def test_right_answers_get_full_marks_and_nobody_else_does(shown: tuple[Course, str]) -> None:
    course, _ = shown
    lab = find_lab(LAB, course.assignments)
    for student in made_class(lab):
        score = score_record(from_json((course.records(LAB) / f"{student.id}.json").read_text()))
        assert (score.status == "passed") == student.story.startswith("right"), student.story
        if "stubs" in student.story:
            assert score.score == 0


def test_autograde_leaves_the_same_rows_for_every_demo_submission(shown: tuple[Course, str], tmp_path: Path) -> None:
    course, _ = shown
    again = Course(tmp_path / "again")
    shutil.copytree(course.root, again.root)
    before = rows(course)
    must(course_api(again).autograde(LAB, "*"), "autograde")
    for row in before["grade"]:
        assert row[6] in (0, 1)
    # The hand-graded student's scores were given after the bulk grading: a regrade asks for another look at them.
    assert without_flags(rows(again)) == without_flags(before)
    by_hand = {row[:3] for row in before["grade"] if row[4] is not None}
    assert {row[:3] for row in rows(again)["grade"] if row[6]} == {
        row[:3] for row in before["grade"] if row[6]
    } | by_hand
    for student in made_class(find_lab(LAB, course.assignments)):
        one = from_json((course.records(LAB) / f"{student.id}.json").read_text())
        two = from_json((again.records(LAB) / f"{student.id}.json").read_text())
        assert one.judgement() == two.judgement(), student.story


def without_flags(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {**found, "grade": [row[:6] for row in found["grade"]]}


def test_an_earlier_demo_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    earlier = demo.demo_course(tmp_path / "demo")
    (earlier.root / "old.txt").write_text("old")
    assert not (demo.demo_course(earlier.root).root / "old.txt").exists()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not an empty folder"):
        demo.demo_course(tmp_path)
    assert (tmp_path / "mine.txt").exists()
