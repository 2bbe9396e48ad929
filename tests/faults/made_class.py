"""A class of any size in a course of its own: right and wrong answers, late ones, what people gave, what is missing."""

import json
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from autograder.course import Course, new_course
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.notebook import release_form, solve

from ..nbgrader.classroom import rows

LAB = "lab02_batchnorm"
DUE = datetime(2026, 1, 10, 12)
ON_TIME, LATE = "2026-01-05 10:00:00.000000 UTC", "2026-01-11 12:00:00.000000 UTC"
PENALTY = """
from nbgrader.plugins import LateSubmissionPlugin
class Tenth(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 10
c.AssignLatePenalties.plugin_class = Tenth
"""


def new_class(root: Path, students: int) -> Course:
    """A released lab, handed in by `students` students: every eighth late, the third without its notebook."""
    course = new_course(root, "faults-101")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(PENALTY)
    course = Course(root)
    must(course_api(course).generate_assignment(LAB), "generate_assignment")
    lab = find_lab(LAB, course.assignments)
    texts = answers(lab)
    for number in range(students):
        hand_in(course, f"s{number:04d}", texts[number % len(texts)], LATE if number % 8 == 7 else ON_TIME)
    (course.submitted / "s0002" / LAB / f"{LAB}.ipynb").unlink()
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_assignment(LAB).duedate = DUE
        gradebook.db.commit()
    return course


def answers(lab: Lab) -> list[str]:
    """Notebooks that earn different points: the solved one, the stub, and some of the bank of wrong answers."""
    reference = lab.solution.read_text("utf-8")
    wrong = sorted((lab.suite / "wrong").glob("[!l]*.py"))[::6]
    notebooks: list[Any] = [solve(lab), release_form(lab)]
    notebooks += [solve(lab, reference, path.read_text("utf-8")) for path in wrong]
    for number, nb in enumerate(notebooks):
        for cell in nb.cells:
            if number % 3 == 0 and cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade"):
                cell.source = "Because a small batch is a noisy sample."
    return [nbformat.writes(nb) for nb in notebooks]


def hand_in(course: Course, student: str, text: str, when: str) -> None:
    """Put a notebook where `nbgrader collect` would."""
    folder = course.submitted / student / LAB
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{LAB}.ipynb").write_text(text, encoding="utf-8")
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")


def give_by_hand(course: Course, students: list[str]) -> None:
    """What people do in formgrader: points for a written answer, an overruled question, comments, a flag."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for number, student in enumerate(students):
            grade = gradebook.find_grade("written_small_batches", LAB, LAB, student)
            grade.manual_score, grade.needs_manual_grade = 1.0 + number % 9, False
            gradebook.find_comment("batchnorm_forward", LAB, LAB, student).manual_comment = f"look at eps, {student}"
            if number % 3 == 0:
                overruled = gradebook.find_grade("test_batchnorm_forward", LAB, LAB, student)
                overruled.manual_score, overruled.extra_credit = 3.5, 0.5
            gradebook.find_submission_notebook(LAB, LAB, student).flagged = number % 2 == 0
        gradebook.db.commit()


def copy_of(course: Course, root: Path) -> Course:
    """The same course in another place."""
    shutil.copytree(course.root, root)
    return Course(root)


def content(course: Course) -> dict[str, Any]:
    """All that grading leaves: the gradebook row by row, records without their timings, notebooks as they are."""
    found: dict[str, Any] = dict(rows(course))
    for path in sorted(course.records(LAB).iterdir()):
        document = json.loads(path.read_text("utf-8"))
        del document["run"]
        found[f"record {path.name}"] = document
    for path in sorted(course.autograded.rglob("*")):
        if path.is_file() and path.name != "submission_secret.txt":  # drawn anew for each
            found[str(path.relative_to(course.root))] = path.read_text("utf-8")
    return found


def is_whole(course: Course) -> bool:
    """True when SQLite finds nothing wrong in the gradebook."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        return database.execute("pragma integrity_check").fetchall() == [("ok",)]
