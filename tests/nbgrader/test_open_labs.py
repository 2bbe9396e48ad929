"""layers.py holds the answers of earlier labs: it is not released while somebody can still hand one of them in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB

EARLIER = "lab01_backprop"
NOW = datetime.now(UTC).replace(tzinfo=None)


def generate(course: Course, name: str = LAB) -> Any:
    must(course_api(course).generate_assignment(name, force=True), "generate_assignment")
    return course.release / name


def refused(course: Course, reason: str, name: str = LAB) -> None:
    with pytest.raises(InfrastructureError, match=reason):
        generate(course, name)
    assert not (course.release / name).exists()


@pytest.fixture
def assembly(course: Course, lab: Lab) -> Course:
    """A course whose lab hands out a layer that is made of an earlier lab's answers; nothing is released yet."""
    nb = nbformat.read(lab.notebook, 4)
    nb.metadata["gradlab"] = {"layers": ["Tanh"]}
    nbformat.write(nb, lab.notebook)
    return course


def due(course: Course, duedate: datetime | None) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(EARLIER, duedate=duedate)


def settings(course: Course, line: str) -> Course:
    path = course.root / "nbgrader_config.py"
    path.write_text(f"{path.read_text()}{line}\n")
    return Course(course.root)


def test_a_lab_that_nobody_was_given_is_not_open(assembly: Course) -> None:
    text = (generate(assembly) / "layers.py").read_text()
    assert "class Tanh(Layer):" in text
    assert "np.tanh(x)" in text
    assert "Conv2d" not in text


@pytest.mark.parametrize(
    ("duedate", "reason"),
    [
        (None, f"solutions of {EARLIER} in layers.py, and {EARLIER} has no due date"),
        (NOW + timedelta(hours=2), f"and {EARLIER} can be handed in until "),
    ],
)
def test_an_open_lab_stops_the_release(assembly: Course, duedate: datetime | None, reason: str) -> None:
    due(assembly, duedate)
    refused(assembly, reason)


def test_a_lab_that_is_past_due_does_not(assembly: Course) -> None:
    due(assembly, NOW - timedelta(hours=2))
    assert (generate(assembly) / "layers.py").is_file()


def test_one_students_extension_keeps_a_lab_open(assembly: Course) -> None:
    due(assembly, NOW - timedelta(hours=2))
    with Gradebook(assembly.db_url, assembly.course_id) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission(EARLIER, "ada", extension=timedelta(hours=3))
    refused(assembly, f"{EARLIER} can be handed in until ")


def test_a_setting_closes_a_lab(assembly: Course) -> None:
    due(assembly, None)
    course = settings(assembly, f"c.Audit.closed = [{EARLIER!r}]")
    assert "np.tanh(x)" in (generate(course) / "layers.py").read_text()


def test_with_own_layers_nothing_is_given_away_and_the_lab_may_be_open(assembly: Course) -> None:
    due(assembly, None)
    course = settings(assembly, "c.Audit.own_layers = True")
    text = (generate(course) / "layers.py").read_text()
    assert "np.tanh(x)" not in text
    assert f"put your tanh_forward of {EARLIER} here" in text


def test_a_lab_whose_answers_are_out_cannot_be_opened_afterwards(assembly: Course) -> None:
    generate(assembly)
    refused(assembly, rf"solutions of {EARLIER} are out already, in .*layers\.py", EARLIER)
    course = settings(assembly, f"c.Audit.closed = [{EARLIER!r}]")
    assert generate(course, EARLIER).is_dir()


def test_answers_with_gaps_are_not_out(assembly: Course) -> None:
    course = settings(assembly, "c.Audit.own_layers = True")
    generate(course)
    assert generate(course, EARLIER).is_dir()


def test_a_file_of_that_name_beside_the_master_does_not_get_through(assembly: Course) -> None:
    lab = find_lab(LAB, assembly.assignments)
    (lab.notebook.parent / "layers.py").write_text("secret = 1\n")
    assert "secret" not in (generate(assembly) / "layers.py").read_text()
