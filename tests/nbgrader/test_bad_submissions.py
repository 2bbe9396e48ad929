"""No submission stops the grading of another."""

import copy
import json
import os
from typing import Any

import pytest

from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.labs import Lab
from autograder.nbgrader_plugins import judge
from autograder.nbgrader_plugins.app import course_api

from .classroom import LAB, hand_in, made_record, rows

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId"),
]


def autograde(course: Course) -> dict[str, Any]:
    result: dict[str, Any] = course_api(course).autograde(LAB, "*")
    return result


def graded(course: Course) -> set[str]:
    """The students with a notebook to look at and a score for every question that tests judge."""
    open_ = {row[0] for row in rows(course)["grade"] if row[2].startswith("test_") and row[3] is None}
    return {path.parent.parent.name for path in course.autograded.glob(f"*/{LAB}/{LAB}.ipynb")} - open_


def meta(nb: Any, index: int) -> Any:
    return nb.cells[index].metadata.nbgrader


def old_schema(nb: Any) -> None:
    meta(nb, 14).schema_version = 1


def copied_cells(nb: Any) -> None:
    nb.cells += copy.deepcopy(nb.cells[12:20])


def renamed_cell(nb: Any) -> None:
    meta(nb, 13).grade_id = "mine"


def flipped_flags(nb: Any) -> None:
    meta(nb, 14).grade, meta(nb, 13).grade = False, True


def foreign_keys(nb: Any) -> None:
    meta(nb, 13).update(points=-1, surprise=[1], schema_version=99)


def other_types(nb: Any) -> None:
    nb.cells[14].cell_type = "markdown"
    nb.cells[3].metadata.nbgrader = "all of it"


def deleted_cells(nb: Any) -> None:
    nb.cells = nb.cells[:20]


@pytest.mark.parametrize(
    "tamper", [old_schema, copied_cells, renamed_cell, flipped_flags, foreign_keys, other_types, deleted_cells]
)
def test_tampered_metadata_is_graded_like_any_other(course: Course, solved: Any, made_judge: None, tamper: Any) -> None:
    nb = copy.deepcopy(solved)
    tamper(nb)
    hand_in(course, "a", json.dumps(nb))
    hand_in(course, "b", solved)
    assert autograde(course)["success"]
    assert graded(course) == {"a", "b"}


def test_what_cannot_be_read_stays_ungraded_alone(course: Course, solved: Any, made_judge: None) -> None:
    hand_in(course, "a broken", '{"cells": [')
    hand_in(course, "b nested", "[" * 100_000)
    hand_in(course, "c empty", "")
    hand_in(course, "d another lab", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    hand_in(course, "e another name", solved, name="copy of it")
    hand_in(course, "f no time", solved, when="around noon")
    pipe = hand_in(course, "g pipe", solved)
    pipe.unlink()
    os.mkfifo(pipe)
    hand_in(course, "h old", json.dumps({"nbformat": 2, "worksheets": []}))
    hand_in(course, "z", solved)
    result = autograde(course)
    assert not result["success"]
    assert "for student 'a broken'" in result["log"]
    assert "for student 'z'" not in result["log"]
    assert graded(course) == {"z"}


def test_our_own_failure_leaves_one_submission_ungraded(
    course: Course, solved: Any, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(lab: Lab, submission: Any, course: Course) -> Any:
        if "unlucky" in str(submission.cells):
            raise InfrastructureError("the sandbox would not start")
        return made_record(lab, submission)

    monkeypatch.setattr(judge, "judge_one", failing)
    unlucky = copy.deepcopy(stub)
    unlucky.cells[13].source += "\n# unlucky"
    hand_in(course, "a", unlucky)
    hand_in(course, "b", stub)
    result = autograde(course)
    assert not result["success"]
    assert "the sandbox would not start" in result["log"]
    assert graded(course) == {"b"}
    assert {row[3] for row in rows(course)["grade"] if row[0] == "a"} == {None}
    assert not (course.records(LAB) / "a.json").exists()
