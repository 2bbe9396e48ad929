"""generate_assignment stops every leak by name, and leaves nothing in release/."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.handouts import TOOLKIT
from autograder.labs import Lab
from autograder.nbgrader_plugins.app import course_api, must

from .classroom import LAB


def generate(course: Course) -> Path:
    must(course_api(course).generate_assignment(LAB), "generate_assignment")
    return course.release / LAB


def refused(course: Course, reason: str) -> None:
    with pytest.raises(InfrastructureError, match=reason):
        generate(course)
    assert not (course.release / LAB).exists()


def rewrite(lab: Lab, change: Callable[[Any], None]) -> None:
    nb = nbformat.read(lab.notebook, 4)
    change(nb)
    nbformat.write(nb, lab.notebook)


def cell_of(nb: Any, grade_id: str) -> Any:
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def reference_line(lab: Lab) -> str:
    return next(line for line in lab.solution.read_text().splitlines() if "dx_hat = dx_hat - " in line)


def test_the_lab_is_released_with_its_toolkit_and_nothing_else(course: Course) -> None:
    assert {path.name for path in generate(course).iterdir()} == {f"{LAB}.ipynb", *TOOLKIT}


def test_the_release_says_which_lab_it_is_and_what_the_course_lets_a_submission_do(course: Course) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(f'c.Policy.labs = {{"{LAB}": {{"imports": ["numpy", "math"], "cell_seconds": 7}}}}\n')
    nb = nbformat.read(generate(Course(course.root)) / f"{LAB}.ipynb", 4)
    names = [cell.metadata.nbgrader.grade_id for cell in nb.cells if "nbgrader" in cell.metadata]
    limits = {"imports": ["numpy", "math"], "cell_seconds": 7.0}
    assert nb.metadata.gradlab == {"lab": LAB, "cells": names, **limits}


def test_a_stray_file_stops_the_release(course: Course, lab: Lab) -> None:
    (lab.notebook.parent / "todo.txt").write_text("buy milk")
    refused(course, r"todo\.txt must not be released")


def test_a_second_notebook_stops_the_release(course: Course, lab: Lab) -> None:
    (lab.notebook.parent / "solved.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook()))
    refused(course, r"solved\.ipynb must not be released")


def test_a_listed_file_is_released(course: Course, lab: Lab) -> None:
    (lab.notebook.parent / "images").mkdir()
    (lab.notebook.parent / "images" / "scheme.svg").write_text("<svg/>")
    rewrite(lab, lambda nb: nb.metadata.update(gradlab={"files": ["images/scheme.svg"]}))
    assert (generate(course) / "images" / "scheme.svg").exists()


def test_a_listed_file_with_an_answer_stops_the_release(course: Course, lab: Lab) -> None:
    (lab.notebook.parent / "notes.txt").write_text(f"remember:{reference_line(lab)}\n")
    rewrite(lab, lambda nb: nb.metadata.update(gradlab={"files": ["notes.txt"]}))
    refused(course, r"notes\.txt holds")


def test_solution_text_stops_the_release(course: Course, lab: Lab) -> None:
    def paste(nb: Any) -> None:
        nb.cells[0].source += f"\n\n```python\n{reference_line(lab)}\n```"

    rewrite(lab, paste)
    refused(course, rf"a line of {LAB}\.py")


def test_a_solution_outside_its_region_stops_the_release(course: Course, lab: Lab) -> None:
    def forget(nb: Any) -> None:
        cell_of(nb, "batchnorm_forward").source += "\n" + reference_line(lab)

    rewrite(lab, forget)
    refused(course, rf"a line of {LAB}\.py")


def test_a_line_of_a_model_answer_stops_the_release(course: Course, lab: Lab) -> None:
    answers = lab.solution.with_suffix(".md").read_text("utf-8")
    line = next(line for line in answers.splitlines() if "moving average" in line)
    rewrite(lab, lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell(f"Hint: {line}")))
    refused(course, f"a line of {LAB}.md")


@pytest.mark.parametrize("region", ["=== BEGIN MARK SCHEME ===", "### END SOLUTION", "# BEGIN  HIDDEN TESTS"])
def test_a_marker_left_over_stops_the_release(course: Course, lab: Lab, region: str) -> None:
    def leave(nb: Any) -> None:
        nb.metadata["gradlab"] = {"files": [region]}

    rewrite(lab, leave)
    refused(course, "must not be released|BEGIN")


def test_a_mark_scheme_stops_the_release_when_the_settings_would_let_it_through(course: Course, lab: Lab) -> None:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write("c.ClearMarkScheme.enabled = c.ClearSolutions.enabled = False\n")
    refused(course, "MARK SCHEME|SOLUTION")


def test_hidden_test_text_stops_the_release(course: Course, lab: Lab) -> None:
    suite = next(lab.suite.glob("test_*.py")).read_text()
    claim = next(line.strip().strip('"') for line in suite.splitlines() if line.startswith('    """'))

    def paste(nb: Any) -> None:
        nb.cells[5].source += f"\n\n{claim}"

    rewrite(lab, paste)
    refused(course, "a line of test_")


def test_names_of_the_machine_stop_the_release(course: Course, lab: Lab) -> None:
    def paste(nb: Any) -> None:
        cell_of(nb, "setup").source += "\nimport autograder.suites"

    rewrite(lab, paste)
    refused(course, "autograder.suites")
