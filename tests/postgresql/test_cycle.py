"""A course on PostgreSQL from release to export: the same grades as on SQLite, by every way."""

import csv
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbgrader
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder import basis
from autograder.cli import main
from autograder.course import Course, new_course
from autograder.database import opened
from autograder.extensions import extend
from autograder.grading import grade
from autograder.imports.roster import enrol
from autograder.labs import Lab, find_lab
from autograder.nbgrader_plugins import judge
from autograder.nbgrader_plugins.app import course_api, must
from autograder.regrading import preview, publish

from ..nbgrader import classroom
from ..nbgrader.classroom import LAB, edited, hand_in, made_record
from .conftest import content, rows

DUE = datetime(2026, 1, 4, 12)


def a_week(course: Course, solved: Any, tmp_path: Path) -> Course:
    """A roster, a deadline, an extension, three submissions, a grading, points by hand, one of them anew, a grading."""
    roster = tmp_path / "roster.csv"
    roster.write_text("id,last_name,first_name,email\nann,Zuse,Ann,ann@example.org\nzoe,Noether,Zoë,\n", "utf-8")
    enrol(course, roster)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_assignment(LAB).duedate = DUE
        gradebook.db.commit()
    lab = find_lab(LAB, course.assignments)
    extend(course, lab, "ann", timedelta(days=2, hours=5))
    for name in ("ann", "bob", "eve"):
        hand_in(course, name, edited(solved, batchnorm_forward=f"\n# {name}"))
    grade(course, lab, 1, isolation="none")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        given = gradebook.find_grade("written_small_batches", LAB, LAB, "bob")
        given.manual_score, given.needs_manual_grade = 7.0, False
        gradebook.find_comment("batchnorm_forward", LAB, LAB, "ann").manual_comment = "look at ε, too"
        gradebook.db.commit()
    hand_in(course, "ann", edited(solved, batchnorm_forward="\n# anew"))
    (course.submitted / "eve" / LAB / f"{LAB}.ipynb").unlink()
    grade(course, lab, 1, isolation="none")
    return course


def test_the_rows_are_those_of_sqlite(course: Course, judged: list[str], solved: Any, tmp_path: Path) -> None:
    twin = new_course(tmp_path / "twin", course.course_id)
    must(course_api(twin).generate_assignment(LAB), "generate_assignment")
    for one in (course, twin):
        with (one.root / "nbgrader_config.py").open("a") as file:
            file.write("c.LatePolicy.percent_per_day = 10\n")
    expected = classroom.rows(a_week(Course(twin.root), solved, tmp_path))
    assert rows(a_week(Course(course.root), solved, tmp_path)) == expected
    assert not (course.root / "gradebook.db").exists()
    assert any(row[3] for row in expected["notebook"]), "a penalty is among them"
    assert any(row[2] for row in expected["submission"]), "and an extension"


def test_nbgraders_own_autograde_leaves_the_same_rows(
    new_copy: Callable[..., Course], judged: list[str], solved: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "judge_one", made_record)
    ours, stock = new_copy("ours"), new_copy("stock")
    for one in (ours, stock):
        hand_in(one, "ann", solved)
    grade(ours, find_lab(LAB, ours.assignments), 1, isolation="none")
    must(course_api(stock).autograde(LAB, "*"), "autograde")
    assert rows(ours) == rows(stock)


@pytest.mark.slow
def test_regrade_report_export_and_a_submission_that_is_gone(
    course: Course, lab: Lab, judged: list[str], solved: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gradlab(*arguments: str) -> None:
        monkeypatch.chdir(course.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code

    with (course.root / "nbgrader_config.py").open("a") as file:
        file.write('c.FeedbackExporter.shows = "hint"\n')
    a_week(course, solved, tmp_path)
    before = content(course)
    judged.clear()
    assert grade(course, lab, 1, isolation="none").judged == set()
    assert content(course) == before, "what is graded is left alone"

    monkeypatch.setattr(basis, "suite_hash", lambda lab: "another suite")
    seen = preview(course, lab, 1, isolation="none")
    assert (seen.still + [m.student for m in seen.moves], judged) == (["ann", "bob"], ["ann", "bob"])
    assert rows(course) == {table: before[table] for table in rows(course)}, "a preview changes no grade"
    with pytest.raises(Exception, match="2 of 2 were not judged again"):  # made records name the suite before
        publish(course, lab, isolation="none")
    monkeypatch.setattr(basis, "suite_hash", lambda lab: "suite")

    gradlab("report", LAB, "--jobs", "1")
    assert "look at ε, too" in (course.feedback / "ann" / LAB / f"{LAB}.html").read_text("utf-8")
    gradlab("export", LAB, "--to", "csv")
    (table,) = (course.root / "exports").glob("*.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["student"] for row in csv.DictReader(file)] == ["ann", "bob", "eve"]
    must(course_api(course).generate_feedback(LAB, force=True), "generate_feedback")

    for path in sorted((course.submitted / "bob").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert set(grade(course, lab, 1, isolation="none").removed) == {"bob"}
    assert "bob" not in {row[0] for row in rows(course)["grade"]}


def test_an_empty_database_became_a_gradebook_of_nbgraders_present_version(course: Course) -> None:
    known = {path.name.partition("_")[0] for path in Path(nbgrader.__file__).parent.glob("alembic/versions/*.py")}
    with opened(course) as gradebook:
        (version,) = gradebook.db.execute(text("select version_num from alembic_version")).scalars()
    assert version in known
