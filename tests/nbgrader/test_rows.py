"""`nbgrader autograde` and the bulk path leave the same gradebook and the same notebooks."""

import copy
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.gradebook import by_hand, write_rows
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.nbgrader_plugins.folders import submitted_at
from autograder.normalise import submission_from
from autograder.records import Outcome

from .classroom import LAB, ON_TIME, edited, hand_in, made_record, rows

# nbgrader's own add_submission and nbformat's reader talk about what is no trouble here.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId"),
]
DUE = datetime(2026, 1, 10, 12)
LATE = "2026-01-11 12:00:00.000000 UTC"
PENALTY = """
from nbgrader.plugins import LateSubmissionPlugin
class Tenth(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {"greedy": 1000.0, "lucky": -3.0, "spared": None}.get(student_id, score / 10)
c.AssignLatePenalties.plugin_class = Tenth
"""
NO_PENALTY = "c.AssignLatePenalties.plugin_class = LateSubmissionPlugin\n"


def grade_in_bulk(course: Course) -> None:
    lab = find_lab(LAB, course.assignments)
    graded = {}
    for folder in sorted(course.submitted.glob(f"*/{LAB}")):
        submission = submission_from(folder / f"{LAB}.ipynb", lab)
        record = made_record(lab, submission)
        course.save_record(folder.parent.name, record)
        graded[folder.parent.name] = (submission, record, submitted_at(folder))
    write_rows(course, lab, graded)


def grade_with_nbgrader(course: Course) -> None:
    must(course_api(course).autograde(LAB, "*"), "autograde")


def change_gradebook(course: Course, change: Callable[[Gradebook], None]) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        change(gradebook)
        gradebook.db.commit()


@pytest.fixture
def two(new_copy: Callable[[str], Course], stub: Any, solved: Any, made_judge: None) -> tuple[Course, Course]:
    """Two copies of one course with the same submissions in."""
    tampered = copy.deepcopy(solved)
    tampered.cells.append(copy.deepcopy(tampered.cells[13]))
    for cell in tampered.cells:
        if cell.metadata.get("nbgrader", {}).get("points"):
            cell.metadata.nbgrader.points = 400
    bare = copy.deepcopy(solved)
    bare.cells = [cell for cell in bare.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    answered = edited(solved, written_small_batches="Because of $\\sqrt{N}$.", batchnorm_forward="\n# mine")
    submissions = {
        "ann": stub,
        "bob": solved,
        "O'Brien, Zoë": answered,
        "김민수": edited(stub, identity_parameters="\n%matplotlib inline"),
        "tampered": tampered,
        "bare": bare,
        "x y=<b>": edited(solved, setup="\nimport os"),
    }
    courses = new_copy("one"), new_copy("two")
    for course in courses:
        for student, nb in submissions.items():
            hand_in(course, student, nb)
    return courses


def compare(one: Course, two: Course) -> dict[str, list[Any]]:
    grade_with_nbgrader(one)
    grade_in_bulk(two)
    assert rows(one) == rows(two)
    return rows(one)


def test_the_first_grading_leaves_the_same_rows(two: tuple[Course, Course]) -> None:
    found = compare(*two)
    automatic = {(row[0], row[2]): row[3] for row in found["grade"]}
    assert automatic["ann", "written_small_batches"] == 0
    assert automatic["O'Brien, Zoë", "written_small_batches"] is None
    assert automatic["bare", "written_small_batches"] == 0
    assert len({row[3] for row in found["grade"]}) > 4
    assert "No response." in {row[3] for row in found["comment"]}


def test_the_notebooks_and_records_are_the_same(two: tuple[Course, Course]) -> None:
    compare(*two)
    for path in sorted(two[0].autograded.glob(f"*/{LAB}/*.ipynb")):
        other = two[1].root / path.relative_to(two[0].root)
        assert nbformat.read(path, 4) == nbformat.read(other, 4)
        assert path.stat().st_mode == other.stat().st_mode
        assert (path.parent / "timestamp.txt").read_text() == (other.parent / "timestamp.txt").read_text()
        assert (other.parent / "submission_secret.txt").read_text()
    for path in two[0].records(LAB).iterdir():
        assert path.read_text() == (two[1].records(LAB) / path.name).read_text()
    assert not list(two[1].private.glob("staging*"))


def test_a_regrade_keeps_what_people_gave(two: tuple[Course, Course], solved: Any) -> None:
    compare(*two)

    def by_people(gradebook: Gradebook) -> None:
        grade = gradebook.find_grade("written_small_batches", LAB, LAB, "O'Brien, Zoë")
        grade.manual_score, grade.needs_manual_grade = 7.5, False
        grade = gradebook.find_grade("test_batchnorm_forward", LAB, LAB, "bob")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 1.0, False
        gradebook.find_comment("batchnorm_forward", LAB, LAB, "bob").manual_comment = "look at eps"
        gradebook.find_submission_notebook(LAB, LAB, "ann").flagged = True
        gradebook.find_assignment(LAB).duedate = DUE
        gradebook.grant_extension(LAB, "ann", days=1)

    for course in two:
        change_gradebook(course, by_people)
        hand_in(course, "ann", solved, LATE)
        hand_in(course, "new", solved, LATE)
    found = compare(*two)
    grades = {(row[0], row[2]): row[3:] for row in found["grade"]}
    assert grades["O'Brien, Zoë", "written_small_batches"] == (None, 7.5, None, 1)
    assert grades["bob", "test_batchnorm_forward"][1:] == (3.0, 1.0, 1)
    assert ("ann", LAB, 1, None) in found["notebook"]
    given = by_hand(two[1], find_lab(LAB, two[1].assignments))
    assert given["bob"].manual["test_batchnorm_forward"] == (4.0, 24.0, "look at eps")
    assert given["O'Brien, Zoë"].manual["written_small_batches"] == (7.5, 10.0, "")
    assert given["bare"].manual["written_small_batches"] == (0.0, 10.0, "No response.")


def test_a_late_penalty_comes_from_the_configured_plugin(two: tuple[Course, Course], solved: Any) -> None:
    for course in two:
        with (course.root / "nbgrader_config.py").open("a") as file:
            file.write(PENALTY)
        change_gradebook(course, lambda gradebook: setattr(gradebook.find_assignment(LAB), "duedate", DUE))
        for student in ("late", "greedy", "lucky", "spared"):
            hand_in(course, student, solved, LATE)
    one, two_ = (Course(course.root) for course in two)
    found = {row[0]: row[3] for row in compare(one, two_)["notebook"]}
    total = sum(row[3] or 0 for row in rows(one)["grade"] if row[0] == "late")
    assert total > 0
    assert (found["ann"], found["lucky"], found["spared"]) == (None, 0, None)
    assert (found["late"], found["greedy"]) == (pytest.approx(total / 10), pytest.approx(total))
    assert by_hand(two_, find_lab(LAB, two_.assignments))["late"].late == timedelta(days=1)


def test_penalties_follow_the_deadline_the_rule_and_the_hand_given_score(
    course: Course, solved: Any, made_judge: None
) -> None:
    def penalties() -> dict[str, float | None]:
        write_rows(Course(course.root), find_lab(LAB, course.assignments), {})  # nobody is judged again
        return {row[0]: row[3] for row in rows(course)["notebook"]}

    def give(gradebook: Gradebook) -> None:
        gradebook.find_grade("written_small_batches", LAB, LAB, "late").manual_score = 10.0

    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write(PENALTY)
    for student, when in (("late", LATE), ("punctual", ON_TIME)):
        hand_in(course, student, solved, when)
    grade_in_bulk(course)
    before, notebook = rows(course), course.autograded / "late" / LAB / f"{LAB}.ipynb"
    written = notebook.stat()
    for student in ("late", "punctual"):
        (course.feedback / student / LAB).mkdir(parents=True)
    assert penalties() == {"late": None, "punctual": None}
    assert rows(course) == before
    assert (course.feedback / "late" / LAB).exists()

    change_gradebook(course, lambda gradebook: setattr(gradebook.find_assignment(LAB), "duedate", DUE))
    total = sum(row[3] or 0 for row in before["grade"] if row[0] == "late")
    assert penalties() == {"late": pytest.approx(total / 10), "punctual": None}
    assert not (course.feedback / "late" / LAB).exists(), "it tells of another penalty"
    assert (course.feedback / "punctual" / LAB).exists()
    change_gradebook(course, give)
    assert penalties()["late"] == pytest.approx(total / 10 + 1)
    (course.root / "nbgrader_config.py").write_text((course.root / "nbgrader_config.py").read_text() + NO_PENALTY)
    assert penalties() == {"late": None, "punctual": None}
    assert rows(course)["submission"] == before["submission"]
    assert notebook.stat() == written


def test_a_name_that_nbgrader_takes_for_a_pattern_is_graded_in_bulk(course: Course, solved: Any) -> None:
    hand_in(course, "[x]*", solved)
    grade_in_bulk(course)
    assert [row[0] for row in rows(course)["submission"]] == ["[x]*"]


def test_an_extension_without_a_due_date_is_no_trouble(course: Course, solved: Any) -> None:
    hand_in(course, "ann", solved)
    grade_in_bulk(course)
    change_gradebook(course, lambda gradebook: gradebook.grant_extension(LAB, "ann", days=1))
    grade_in_bulk(course)
    assert by_hand(course, find_lab(LAB, course.assignments))["ann"].late == timedelta(0)


def test_a_missing_notebook_is_worth_nothing(course: Course, lab: Lab) -> None:
    write_rows(course, lab, {"gone": (None, None, datetime(2026, 1, 5))})
    assert {row[3] for row in rows(course)["grade"]} == {0}
    assert {row[6] for row in rows(course)["grade"]} == {0}


def test_old_feedback_goes_with_the_old_grade(two: tuple[Course, Course]) -> None:
    for course in two:
        old = course.feedback / "ann" / LAB
        old.mkdir(parents=True)
        (old / f"{LAB}.html").write_text("old")
    compare(*two)
    assert not any((course.feedback / "ann" / LAB).exists() for course in two)


@pytest.fixture
def one_submission(course: Course, lab: Lab, solved: Any) -> Any:
    return submission_from(hand_in(course, "ann", solved), lab)


def test_our_own_failure_is_never_a_zero(course: Course, lab: Lab, one_submission: Any) -> None:
    before = rows(course)
    record = made_record(lab, one_submission)
    question = record.questions[0]
    lost = replace(question, tests=(replace(question.tests[0], outcome=Outcome.INFRASTRUCTURE), *question.tests[1:]))
    for broken in (replace(record, questions=(lost, *record.questions[1:])), replace(record, questions=())):
        graded = {"bob": (one_submission, record, None), "ann": (one_submission, broken, None)}
        with pytest.raises(InfrastructureError, match="test_batchnorm_forward"):
            write_rows(course, lab, graded)
    assert rows(course) == before
    assert not course.autograded.exists()


def test_points_changed_after_release_are_refused(course: Course, lab: Lab, one_submission: Any) -> None:
    record = made_record(lab, one_submission)
    more = tuple(replace(question, points=question.points + 1) for question in record.questions)
    with pytest.raises(UserError, match="25 points in the notebook but 24 in the gradebook"):
        write_rows(course, lab, {"ann": (one_submission, replace(record, questions=more), None)})


def test_a_lab_that_was_never_released_is_refused(course: Course, lab: Lab, one_submission: Any) -> None:
    with sqlite3.connect(course.root / "gradebook.db") as db:
        db.execute("delete from notebook")
    with pytest.raises(UserError, match=f"run `gradlab release {LAB}` first"):
        write_rows(course, lab, {"ann": (one_submission, made_record(lab, one_submission), None)})
