"""generate_feedback writes our page, with what people added, and release_feedback finds all it needs."""

import csv
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import InfrastructureError
from autograder.gradebook import write_rows
from autograder.labs import Lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.reporting import write_reports

from .classroom import LAB, hand_in

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture
def graded(course: Course, solved: Any, made_judge: None) -> Course:
    hand_in(course, "ann", solved)
    (course.submitted / "bob" / LAB).mkdir(parents=True)
    hand_in(course, "bob", solved, when="")
    must(course_api(course).autograde(LAB, "*"), "autograde")
    return course


def page(course: Course, student: str) -> str:
    must(course_api(course).generate_feedback(LAB, student), "generate_feedback")
    return (course.feedback / student / LAB / f"{LAB}.html").read_text()


def test_the_page_shows_what_people_added(graded: Course) -> None:
    before = page(graded, "ann")
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        gradebook.find_grade("written_small_batches", LAB, LAB, "ann").manual_score = 6.25
        gradebook.find_comment("written_small_batches", LAB, LAB, "ann").manual_comment = "well <b>put</b>"
        gradebook.db.commit()
    after = page(graded, "ann")
    assert "6.25" not in before
    assert "6.25" in after
    assert "well &lt;b&gt;put&lt;/b&gt;" in after


def test_the_page_says_what_failed_and_has_no_live_text_of_a_student(graded: Course) -> None:
    text = page(graded, "ann")
    assert "<b>2</b>" not in text
    assert "&lt;b&gt;2&lt;/b&gt;" in text
    assert "<script" not in text


def test_release_works_for_submissions_that_came_without_time_and_secret(graded: Course) -> None:
    with (graded.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(graded.root / 'exchange')!r}\n")
    api = course_api(graded)
    must(api.release_assignment(LAB), "release_assignment")
    must(api.generate_feedback(LAB), "generate_feedback")
    must(api.release_feedback(LAB), "release_feedback")
    assert len(list((graded.root / "exchange" / graded.course_id / "feedback").glob("*.html"))) == 2


def test_a_lost_record_is_said_so(graded: Course) -> None:
    (graded.records(LAB) / "ann.json").unlink()
    with pytest.raises(InfrastructureError, match="no record of"):
        must(course_api(graded).generate_feedback(LAB, "ann"), "generate_feedback")


def test_a_missing_notebook_is_0_in_the_class_report_whatever_was_judged_before(graded: Course, lab: Lab) -> None:
    (graded.submitted / "bob" / LAB / f"{LAB}.ipynb").unlink()
    hand_in(graded, "eve", "{}", name="renamed")
    write_rows(graded, lab, {"bob": (None, None, None), "eve": (None, None, None)})
    reports = write_reports(graded, lab)
    assert set(reports.feedback) == {"ann"}
    table = {row["student"]: row for row in csv.DictReader(reports.csv.read_text("utf-8-sig").splitlines())}
    assert {student: row["state"] for student, row in table.items()} == dict(ann="open", bob="missing", eve="missing")
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        totals = {row.student_id: row.score for row in gradebook.assignment_submissions(LAB)}
    assert {student: float(row["score"]) for student, row in table.items()} == pytest.approx(totals)
    assert totals["bob"] == 0
