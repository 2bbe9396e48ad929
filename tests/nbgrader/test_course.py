"""A course folder: made once, found from anywhere inside, with a salt of its own."""

import contextlib
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder import database
from autograder.course import Course, find_course, new_course
from autograder.errors import UserError
from autograder.labs import all_labs
from autograder.replay.cases import salt_id

from .classroom import LAB


def test_a_new_course_has_the_labs_a_salt_and_a_gradebook(course: Course) -> None:
    assert [lab.name for lab in all_labs(course.assignments)] == [lab.name for lab in all_labs()]
    assert (course.assignments / "labkit.py").is_file()
    salt = course.private / "salt"
    assert stat.S_IMODE(salt.stat().st_mode) == 0o600
    assert stat.S_IMODE(course.private.stat().st_mode) == 0o700
    assert (course.root / "gradebook.db").is_file()
    assert course.course_id == "made-101"


@pytest.mark.parametrize(("before", "after"), [(None, 0o700), (0o755, 0o750), (0o2775, 0o2770), (0o700, 0o700)])
def test_a_new_course_is_closed_to_other_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int | None, after: int
) -> None:
    """A group that was let into the folder before stays; nobody else comes in."""
    monkeypatch.setattr(database, "Gradebook", lambda *args: contextlib.closing(SimpleNamespace(close=int)))
    monkeypatch.setattr(database, "_be_patient", lambda gradebook: None)
    place = tmp_path / "course"
    if before is not None:
        place.mkdir()
        place.chmod(before)
    new_course(place, "made-101")
    assert stat.S_IMODE(place.stat().st_mode) == after


def test_the_salt_stays_and_its_name_does_not_give_it_away(tmp_path: Path) -> None:
    one, two = Course(tmp_path / "one"), Course(tmp_path / "two")
    assert one.salt() == one.salt() != two.salt()
    assert salt_id(one.salt()) not in one.salt().hex()


def test_a_course_is_found_from_inside_and_only_there(course: Course, tmp_path: Path) -> None:
    assert find_course(course.assignments / LAB).root == course.root
    assert find_course(Path(__file__)).course_id == "gradlab"
    with pytest.raises(UserError, match="new-course"):
        find_course(tmp_path.parent)


@pytest.mark.parametrize("content", ["file", "folder", "is a file"])
def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    place = tmp_path / "course"
    if content == "is a file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "x").mkdir() if content == "folder" else (place / "x").write_text("mine")
    with pytest.raises(UserError, match="not an empty folder"):
        new_course(place, "made-101")
    assert place.is_file() or [path.name for path in place.iterdir()] == ["x"]


@pytest.mark.parametrize("course_id", ["", "a b", "../up", "a+b", "-x"])
def test_a_course_id_is_a_plain_name(tmp_path: Path, course_id: str) -> None:
    with pytest.raises(UserError, match="course id"):
        new_course(tmp_path / "course", course_id)


def test_a_course_may_override_what_configure_sets(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(
            'c.CourseDirectory.db_url = "sqlite:////elsewhere.db"\nc.CourseDirectory.submitted_directory = "in"\n'
        )
    again = Course(course.root)
    assert again.db_url == "sqlite:////elsewhere.db"
    assert again.submitted == course.root / "in"
