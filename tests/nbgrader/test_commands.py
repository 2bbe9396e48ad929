"""nbgrader's own commands on the command line, once through, with the real judge behind the real wall."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import notebook
from autograder.course import Course
from autograder.labs import find_lab

from .classroom import LAB, hand_in, rows


@pytest.fixture(scope="module")
def nbgrader() -> Any:
    """Run `nbgrader ...` as a user without an activated environment would; the output."""

    def run(course: Course, *arguments: str, cwd: Path | None = None) -> str:
        command = [str(Path(sys.executable).parent / "nbgrader"), *arguments]
        environment = {
            **os.environ,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "JUPYTER_DATA_DIR": str(course.root / "jupyter"),
        }
        done = subprocess.run(command, cwd=cwd or course.root, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return run


def test_autograde_and_feedback_from_the_command_line(course: Course, nbgrader: Any, stub: Any) -> None:
    hand_in(course, "a broken", "{")
    path = hand_in(course, "ann", stub)
    work(path)
    with pytest.raises(AssertionError, match="is not a notebook"):
        nbgrader(course, "autograde", LAB)
    assert {row[2]: row[3] for row in rows(course)["grade"] if row[0] == "ann"} == all_but_the_last(course)
    nbgrader(course, "generate_feedback", LAB)
    assert (course.feedback / "ann" / LAB / f"{LAB}.html").is_file()


@pytest.mark.slow
def test_release_submit_collect_grade_and_feedback_on_the_command_line(course: Course, nbgrader: Any) -> None:
    root = course.root / "exchange"
    with (course.root / "nbgrader_config.py").open("a") as file:
        # The student is played by whoever runs the tests; this machine need have no account of that name.
        file.write(f"c.Exchange.root = {str(root)!r}\nc.ExchangeCollect.check_owner = False\n")
    nbgrader(course, "generate_assignment", LAB, "--force")
    nbgrader(course, "release_assignment", LAB)

    home = course.root / "home"
    home.mkdir()
    student = ("--course", course.course_id, "--student", "ann", f"--Exchange.root={root}")
    nbgrader(course, "fetch_assignment", LAB, *student, cwd=home)
    path = home / LAB / f"{LAB}.ipynb"
    work(path)
    nbgrader(course, "submit", LAB, *student, cwd=home)

    nbgrader(course, "collect", LAB)
    nbgrader(course, "autograde", LAB)
    assert {row[2]: row[3] for row in rows(course)["grade"]} == all_but_the_last(course)

    nbgrader(course, "generate_feedback", LAB)
    nbgrader(course, "release_feedback", LAB)
    nbgrader(course, "fetch_feedback", LAB, *student, cwd=home)
    (page,) = (home / LAB / "feedback").glob(f"*/{LAB}.html")
    assert page.read_bytes() == (course.feedback / "ann" / LAB / f"{LAB}.html").read_bytes()
    assert "<script" not in page.read_text()

    nbgrader(course, "export")
    assert "ann" in (course.root / "grades.csv").read_text()
    assert LAB in nbgrader(course, "list")


def all_but_the_last(course: Course) -> dict[str, float | None]:
    """The automatic scores of what `work` does: full marks, nothing for the last question, written answers open."""
    questions = find_lab(LAB, course.assignments).questions
    scores = {question.grade_id: None if question.written else question.points for question in questions}
    last = [question.grade_id for question in questions if not question.written][-1]
    return {**scores, last: 0.0}


def work(path: Path) -> None:
    """Solve everything but the last question."""
    nb = nbformat.read(path, 4)
    solved = notebook.solve(find_lab(LAB)).cells
    ours = [i for i, cell in enumerate(nb.cells) if cell.metadata.get("nbgrader", {}).get("solution")]
    code = [i for i in ours if nb.cells[i].cell_type == "code"]
    for index in code[:-1]:
        nb.cells[index].source = solved[index].source
    for index in set(ours) - set(code):
        nb.cells[index].source = "An answer."
    nbformat.write(nb, path)
