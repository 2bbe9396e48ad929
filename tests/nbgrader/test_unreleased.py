"""A lab that was not released, or whose points changed since: one line says to release it, whatever the command."""

import json

import pytest

from autograder import pool
from autograder.course import Course, new_course
from autograder.labs import find_lab

from .classroom import LAB, hand_in, made_record


@pytest.fixture
def course(request, tmp_path) -> Course:
    """A new course; or one in which the lab is released."""
    if getattr(request, "param", "") == "released":
        return request.getfixturevalue("new_copy")("course")
    return new_course(tmp_path / "course", "made-101")


@pytest.mark.parametrize("command", [("report",), ("export",), ("grade",), ("grade", "--jobs", "1")])
def test_a_lab_that_was_not_released_is_refused_with_the_command_that_releases_it(course, gradlab, solved, command):
    name, *options = command
    hand_in(course, "ann", solved)
    code, _, errors = gradlab(name, LAB, *options)
    assert code == 2
    assert errors == f"gradlab: {LAB} is not in the gradebook; run `gradlab release {LAB}` first\n"


@pytest.mark.parametrize("course", ["released"], indirect=True)
def test_points_that_were_changed_after_the_release_are_named_with_the_command(course, gradlab, solved, monkeypatch):
    path = course.assignments / LAB / f"{LAB}.ipynb"
    document = json.loads(path.read_text())
    (cell,) = (
        c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "test_batchnorm_forward"
    )
    cell["metadata"]["nbgrader"]["points"] = 77
    path.write_text(json.dumps(document))
    lab = find_lab(LAB, course.assignments)
    monkeypatch.setattr(pool.Judges, "start", lambda judges: None)
    monkeypatch.setattr(pool.Judges, "judge", lambda self, all_: ((name, made_record(lab, one)) for name, one in all_))
    hand_in(course, "ann", solved)
    code, _, errors = gradlab("grade", LAB, "--jobs", "1")
    assert code == 2
    assert "worth 77 points in the notebook" in errors
    assert f"{LAB} was changed after its release" in errors
    assert f"run `gradlab release {LAB}`" in errors
