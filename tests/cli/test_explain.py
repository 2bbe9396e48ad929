"""`gradlab explain`: the evidence behind a lost point, and that the record still stands."""

import re

import nbformat
import pytest

from autograder.course import new_course
from autograder.labs import find_lab
from autograder.normalise import submission_from
from autograder.notebook import solve
from autograder.people import enter

from .conftest import LAB

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture(scope="module")
def graded(ready, tmp_path_factory):
    """A course in which ann's batchnorm_backward leaves the variance out, with her record."""
    course = new_course(tmp_path_factory.mktemp("explained") / "course", "made-101")
    lab = find_lab(LAB)
    wrong = (lab.suite / "wrong" / "dx_without_variance.py").read_text(encoding="utf-8")
    folder = course.submitted / "ann" / LAB
    folder.mkdir(parents=True)
    notebook = solve(lab, lab.solution.read_text(encoding="utf-8"), wrong)
    (folder / f"{LAB}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    (course.submitted / "eve" / LAB).mkdir(parents=True)
    enter(course, ["bob"])
    course.save_record("ann", ready.judge(submission_from(folder / f"{LAB}.ipynb", lab)))
    return course


@pytest.fixture
def there(gradlab, graded, monkeypatch):
    monkeypatch.chdir(graded.root)
    return gradlab


def test_it_shows_what_is_lost_why_an_input_and_how_to_have_it_again(there):
    done = there("explain", "ann", LAB, "batchnorm_backward", "--seconds", "1")
    assert done.code == 0, done.err
    assert "leaves the path through the variance out of dx (dx_without_variance)" in done.out
    assert "judged again just now: the same record" in done.out
    assert "np.testing.assert_allclose(dx, expected" in done.out
    assert f"gradlab check submitted/ann/{LAB}/{LAB}.ipynb --lab {LAB} --smallest" in done.out


def test_what_each_test_costs_is_said_before_the_sum_and_adds_up(there):
    said = there("explain", "ann", LAB, "batchnorm_backward", "--no-again").out
    lines = [line.strip() for line in said.splitlines()]
    assert re.search(r"batchnorm_backward  [\d.]+ of 26 points; \d+ of \d+ tests passed", lines[0])
    parts, problems = [], 0
    for line in lines:
        if found := re.match(r"-([\d.]+)  (test_\w+|together)", line):
            if found[2] == "together":
                assert float(found[1]) == pytest.approx(sum(parts)), "the sum comes after its parts"
                assert len(parts) > 1
                problems, parts = problems + 1, []
            else:
                parts.append(float(found[1]))
    assert problems, said


def test_a_right_question_lost_nothing(there):
    done = there("explain", "ann", LAB, "test_batchnorm_forward", "--no-again")
    assert done.code == 0, done.err
    assert "assert" not in done.out
    assert "looks like" not in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("anne", LAB, "batchnorm_backward"), "nobody is called 'anne' in this course; did you mean 'ann'?"),
        (("xyz", LAB, "batchnorm_backward"), "nobody is called 'xyz' in this course: `submitted/` holds a folder"),
        (("bob", LAB, "batchnorm_backward"), "'bob' handed in nothing for lab02_batchnorm"),
        (("eve", LAB, "batchnorm_backward"), "'eve' handed in lab02_batchnorm and is not graded yet; run `gradlab gra"),
        (("ann", LAB, "softmax"), "has no autograded question 'softmax'; it has batchnorm_forward, batchnorm_backward"),
        (("ann", "lab99_x", "softmax"), "no lab is called 'lab99_x'"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(there, arguments, said):
    done = there("explain", *arguments)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_submission_that_has_changed_is_not_run(there, graded):
    path = graded.submitted / "ann" / LAB / f"{LAB}.ipynb"
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("x = 1"))
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    try:
        done = there("explain", "ann", LAB, "batchnorm_backward")
    finally:
        path.write_text(before, encoding="utf-8")
    assert "has changed since" in done.out
    assert "assert_allclose" not in done.out
