"""The other commands: where they refuse, in one line, and what they print."""

import json

import nbformat
import pytest

from autograder import __version__
from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.grading import Grading
from autograder.labs import find_lab
from autograder.score import score_record

from .conftest import LAB
from .test_check import one_line


@pytest.mark.parametrize("arguments", [("grade", LAB), ("report", LAB), ("release", LAB)])
def test_outside_a_course_one_line_says_what_to_do(gradlab, arguments):
    line = one_line(gradlab(*arguments), 2)
    assert "is not in a course" in line
    assert line.endswith("make one with `gradlab new-course DIR`")


@pytest.mark.parametrize("arguments", [
    ("grde", LAB), ("grade",), ("check",), ("grade", LAB, "--jobs", "-1"), ("grade", LAB, "--jobs", "many"),
    ("check", "x.ipynb", "--nothing"), ("labs", "more"),
])  # fmt: skip
def test_a_command_that_is_misspelt_is_the_caller_s_mistake(gradlab, arguments):
    done = gradlab(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    assert "Usage" in done.err


def test_version(gradlab):
    assert gradlab("--version") == (0, f"gradlab {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("grade", "--help")])
def test_help(gradlab, arguments):
    done = gradlab(*arguments)
    assert done.code == 0
    assert "Usage" in done.out


def test_the_labs_and_their_points(gradlab):
    listing = json.loads(gradlab("labs", "--json").out)
    lab02 = next(lab for lab in listing if lab["lab"] == LAB)
    assert list(lab02) == ["lab", "notebook", "questions"]
    assert list(lab02["questions"][0]) == ["name", "points", "written"]
    assert sum(question["points"] for question in lab02["questions"]) == 100
    assert LAB in gradlab("labs").out


def test_the_solved_notebook_is_written_once(gradlab, tmp_path):
    done = gradlab("solve", LAB)
    assert done.code == 0
    assert f"written: {tmp_path / f'{LAB}_solved.ipynb'}" in done.out
    written = nbformat.read(tmp_path / f"{LAB}_solved.ipynb", 4)
    forward = next(c for c in written.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "batchnorm_forward")
    assert "raise NotImplementedError" not in forward.source
    assert "exists; nothing was written" in one_line(gradlab("solve", LAB), 2)
    assert gradlab("solve", LAB, "--output", "other.ipynb").code == 0
    assert "no lab is called 'lab98_x'" in one_line(gradlab("solve", "lab98_x"), 2)


# grade


@pytest.fixture
def course(tmp_path, monkeypatch, quick, ready, solved):
    """A course in the current folder whose grading is a stand-in."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    lab = find_lab(LAB)
    target = tmp_path / "source" / LAB / f"{LAB}.ipynb"
    target.parent.mkdir(parents=True)
    target.write_text(lab.notebook.read_text())
    result = Grading()
    monkeypatch.setattr("autograder.grading.grade", lambda *args, **kwargs: result)
    monkeypatch.setattr("autograder.people.stranger_note", lambda *args: "")
    return result


@pytest.fixture
def record(ready, solved):
    from autograder.normalise import normalise

    return ready.judge(normalise(nbformat.reads(solved, 4), ready.lab))


def test_a_class_as_json_and_as_a_table(gradlab, course, record):
    course.records, course.judged, course.missing = {"ann": record, "bob": record}, {"ann"}, {"eve"}
    done = gradlab("grade", LAB, "--json")
    assert done.code == 0
    document = json.loads(done.out)
    assert list(document) == ["lab", "graded", "judged", "missing", "unreadable", "failed", "removed"]
    assert document["judged"] == ["ann"]
    assert document["missing"] == ["eve"]
    assert document["graded"]["bob"]["score"] == score_record(record).score
    done = gradlab("grade", LAB)
    assert "1 judged, 1 as before, 1 without a notebook" in done.out


@pytest.mark.parametrize("width", [80, 200])
def test_the_table_of_a_class_shows_maxima_and_whole_heads_in_any_width(gradlab, course, record, monkeypatch, width):
    from autograder.cli import class_table

    monkeypatch.setattr(class_table.console, "_width", width)
    course.records, course.missing = {"ann": record, "a-student-with-a-long-number-20261234": record}, {"eve"}
    done = gradlab("grade", LAB)
    lines = done.out.splitlines()
    questions = [question for question in find_lab(LAB).questions if not question.written]
    assert all(len(line) <= width for line in lines if not line.startswith("next: "))
    assert all(question.name in done.out for question in questions)
    maximum = next(line for line in lines if "maximum" in line).split()
    assert [float(cell) for cell in maximum[1:]] == [
        *(points := [question.points for question in questions]),
        sum(points),
    ]
    head = next(line for line in lines if "student" in line).split()
    names = [question.name for question in questions]
    assert head == ["student", *(names if width == 200 else map(str, range(1, len(names) + 1))), "tests"]
    assert any(line.split()[:2] == ["eve", "0"] for line in lines)
    assert f"next: `gradlab report {LAB}`" in done.out


def test_failures_of_ours_are_listed_and_the_exit_code_says_so(gradlab, course, record):
    course.records, course.judged = {"ann": record}, {"ann"}
    course.failed, course.unreadable = {"bob": "[no] sandbox"}, {"eve": "not a notebook"}
    done = gradlab("grade", LAB)
    assert done.code == 3
    assert "not graded: bob: [no] sandbox" in done.err
    assert "not graded: eve: not a notebook" in done.err
    assert "1 submission stays ungraded through no fault of its own" in done.err
    course.failed = {"bob": "no sandbox", "eve": "no sandbox"}
    assert "2 submissions stay ungraded through no fault of their own" in gradlab("grade", LAB).err


def test_unreadable_notebooks_alone_are_for_the_caller_to_see_to(gradlab, course, record):
    course.records, course.unreadable = {"ann": record}, {"eve": "not a notebook"}
    done = gradlab("grade", LAB)
    assert done.code == 2
    assert "1 submission cannot be read and stays ungraded" in done.err


def test_an_unknown_lab_in_a_course(gradlab, course):
    assert "no lab is called 'lab98_x'" in one_line(gradlab("grade", "lab98_x"), 2)


def test_doctor_says_what_was_found_and_fails_where_something_is_missing(gradlab, monkeypatch):
    from autograder.doctor import machine

    done = gradlab("doctor")
    assert done.code == 0, done
    assert "sandbox" in done.out
    monkeypatch.setattr(machine, "build_wall", lambda policy: (_ for _ in ()).throw(InfrastructureError("refused")))
    done = gradlab("doctor")
    assert done.code == 3
    assert "user namespaces" in done.out.replace("\n", " ")


def test_a_course_is_a_course_wherever_in_it(gradlab, course, tmp_path, monkeypatch):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert Course(tmp_path).root.is_dir()
    assert gradlab("labs").code == 0
