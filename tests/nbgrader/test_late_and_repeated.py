"""What lateness costs, which attempt is graded, and what a removed submission leaves: the same on every way."""

import itertools
import json
import shutil
import sys
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograder import choosing, grading, pool
from autograder.attempts import attempts_of, keep, lying
from autograder.choosing import attempt_record, graded_attempt
from autograder.cli import main
from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.exports.grades import class_grades
from autograder.grading import grade
from autograder.nbgrader_plugins.app import course_api, must
from autograder.nbgrader_plugins.late import LatePolicy
from autograder.score import score_record

from .classroom import LAB, edited, hand_in, made_record

HOUR, DAY = 3600, 86400
DUE = datetime(2026, 1, 10, 12)


@pytest.mark.parametrize(
    ("rules", "seconds", "expected"),
    [
        ({"percent_per_day": 10}, 1, 8),
        ({"percent_per_day": 10}, DAY, 8),
        ({"percent_per_day": 10}, DAY + 1, 16),
        ({"percent_per_day": 10, "grace_minutes": 15}, 900, None),
        ({"percent_per_day": 10, "grace_minutes": 15}, 901, 8),
        ({"percent_per_day": 10, "most_percent": 25}, 9 * DAY, 20),
        ({"percent_per_day": 10}, 99 * DAY, 80),
        ({"percent_per_day": 0, "penalty_method": "zero"}, 1, 80),
        ({"penalty_method": "zero", "grace_minutes": 15}, 900, None),
        ({}, 9 * DAY, None),
        ({"percent_per_day": 10, "labs": {"lab00_other": {"percent_per_day": 50}}}, 1, 8),
        ({"percent_per_day": 10, "labs": {LAB: {"percent_per_day": 50}}}, 1, 40),
        ({"percent_per_day": 10, "labs": {LAB: {"percent_per_day": 0}}}, 1, None),
    ],
)
def test_every_day_begun_costs_its_share_up_to_the_most(course, lab, rules, seconds, expected):
    from autograder.gradebook import late_rule
    from autograder.nbgrader_plugins.app import course_app

    with (course.root / "nbgrader_config.py").open("a") as file:
        file.writelines(f"c.LatePolicy.{name} = {value!r}\n" for name, value in rules.items())
    assert late_rule(course_app(Course(course.root)), lab)("ann", 80.0, seconds) == expected


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"percent_per_day": -1}, "c.LatePolicy.percent_per_day is -1, expected a number from 0 to 100"),
        ({"percent_per_day": 101}, "is 101, expected"),
        ({"grace_minutes": "ten"}, "c.LatePolicy.grace_minutes is 'ten'"),
        ({"labs": {LAB: {"per_day": 3}}}, "['per_day'] is not a rule; there are grace_minutes"),
        ({"labs": {"x": 3}}, "expected rules by lab"),
    ],
)
def test_a_rule_that_is_none_is_told_in_one_line(rules, said):
    with pytest.raises(UserError) as error:
        LatePolicy(**rules).late_submission_penalty("ann", 80.0, 1)
    assert said in str(error.value)


@pytest.fixture
def made_pool(monkeypatch):
    """Judging replaced by made records; the names that were judged."""
    judged = []

    def judge_many(lab, submissions, course, jobs, isolation="bubblewrap"):
        for name, submission in submissions:
            judged.append(name)
            record = made_record(lab, submission)
            basis = grading.Basis.now(course, lab, isolation)
            yield name, _on(record, basis)

    def _on(record, basis):
        from dataclasses import replace

        return replace(
            record, suite=basis.suite, salt_id=basis.salt_id, kit=basis.kit, isolation=basis.isolation,
            policy=basis.policy,
        )  # fmt: skip

    monkeypatch.setattr(pool, "judge_many", judge_many)
    return judged


@pytest.fixture
def due(course):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_assignment(LAB).duedate = DUE
        gradebook.db.commit()


def config(course: Course, *lines: str) -> Course:
    with (course.root / "nbgrader_config.py").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    return Course(course.root)


def total(course: Course, student: str) -> tuple[float, float]:
    """As formgrader shows it: score and penalty."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        notebook = gradebook.find_submission_notebook(LAB, LAB, student)
        return round(notebook.score, 2), notebook.late_submission_penalty or 0.0


LATE = "2026-01-11 13:00:00.000000 UTC"  # a day and an hour


@pytest.mark.usefixtures("due", "made_pool")
def test_the_penalty_follows_extensions_and_hand_given_scores(course, lab, solved, monkeypatch):
    course = config(course, "c.LatePolicy.percent_per_day = 10")
    hand_in(course, "ann", edited(solved, written_small_batches="Because."), LATE)
    grade(course, lab, 1)
    score, penalty = total(course, "ann")
    assert penalty == pytest.approx(score * 0.2, abs=0.01)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        cell = gradebook.find_grade("written_small_batches", LAB, LAB, "ann")
        cell.manual_score, cell.needs_manual_grade = 10.0, False
        gradebook.db.commit()
    class_grades(course, lab)  # an export, or a report, works it out anew
    assert total(course, "ann") == (pytest.approx(score + 10), pytest.approx((score + 10) * 0.2, abs=0.01))
    monkeypatch.chdir(course.root)
    for arguments, percent in ((["--days", "1"], 0.1), (["--days", "1", "--hours", "1"], 0), ([], 0.2)):
        monkeypatch.setattr(sys, "argv", ["gradlab", "extend", LAB, "ann", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        grade(course, lab, 1)
        assert total(course, "ann")[1] == pytest.approx((score + 10) * percent, abs=0.01)


@pytest.mark.usefixtures("due", "made_pool")
def test_nbgrader_and_the_bulk_path_take_off_the_same(new_copy, lab, solved, made_judge):
    found = []
    for name in ("one", "two"):
        course = config(
            new_copy(name),
            "c.LatePolicy.percent_per_day = 10",
            f"c.LatePolicy.labs = {{{LAB!r}: {{'most_percent': 15}}}}",
        )
        with Gradebook(course.db_url, course.course_id) as gradebook:
            gradebook.find_assignment(LAB).duedate = DUE
            gradebook.db.commit()
        hand_in(course, "ann", solved, LATE)
        must(course_api(course).autograde(LAB, "*"), "autograde") if name == "one" else grade(course, lab, 1)
        found.append(total(course, "ann"))
        shown = course_api(course).get_submission(LAB, "ann")  # formgrader lists scores before the penalty
        assert shown["score"] == pytest.approx(found[-1][0])
    assert found[0] == found[1]
    assert found[0][1] == pytest.approx(found[0][0] * 0.15, abs=0.01)


@pytest.mark.filterwarnings("error::sqlalchemy.exc.SAWarning")  # it would be on the instructor's terminal
@pytest.mark.usefixtures("due")
def test_an_extension_can_be_given_beforehand_and_for_nobody_unknown(
    course, lab, solved, made_pool, monkeypatch, capsys
):
    from autograder.extensions import extend

    course = config(course, "c.LatePolicy.percent_per_day = 10")
    with pytest.raises(UserError, match="'ann' is not in the gradebook"):
        extend(course, lab, "ann", timedelta(days=2))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.add_student("ann")
    assert extend(course, lab, "ann", timedelta(days=2)) == DUE + timedelta(days=2)
    hand_in(course, "bob", solved, LATE)
    assert not grade(course, lab, 1).removed, "an extension is no submission that was removed"
    hand_in(course, "ann", solved, LATE)
    grade(course, lab, 1)
    assert total(course, "ann")[1] == 0
    assert total(course, "bob")[1] > 0


WORTH = {5: (30, 50), 6: (55, 81), 7: (0, 25)}  # points of the tests by day: the second attempt is the best


def attempts(course, lab, tmp_path, solved) -> list[float]:
    """Hand in a different notebook each day; what the tests of each are worth."""
    import nbformat

    from autograder.normalise import normalise

    worth = []
    for day, (least, below) in WORTH.items():
        for number in itertools.count():  # a made judgement follows from the hash: look for one that is worth it
            nb = edited(solved, batchnorm_forward=f"\n# day {day}, {number}")
            score = score_record(made_record(lab, normalise(nb, lab))).score
            if least <= score < below:
                break
        path = tmp_path / f"{day}.ipynb"
        path.write_text(nbformat.writes(nb), encoding="utf-8")
        keep(course, lab, "ann", path, datetime(2026, 1, day, 12), "test")
        worth.append(score)
    shutil.copy(path, hand_in(course, "ann", "", f"2026-01-{day:02d} 12:00:00.000000 UTC"))
    return worth


@pytest.mark.usefixtures("due")
def test_the_best_attempt_is_graded_where_the_course_says_so(course, lab, solved, made_pool, tmp_path):
    worth = attempts(course, lab, tmp_path, solved)
    grade(course, lab, 1)
    assert total(course, "ann")[0] == pytest.approx(worth[-1])
    assert made_pool == ["ann"]
    course = config(course, 'c.Attempts.graded = "best"')
    grade(course, lab, 1)
    assert total(course, "ann")[0] == pytest.approx(max(worth))
    assert lying(course, lab, "ann").when.day == 5 + worth.index(max(worth))
    assert sorted(made_pool[1:]) == ["ann", "ann/1", "ann/2"], "the last was judged before"
    before = len(made_pool)
    grade(course, lab, 1)
    assert len(made_pool) == before, "what was judged is not judged again"
    assert all(attempt_record(attempt) for attempt in attempts_of(course, lab, "ann"))
    course = config(course, f"c.Attempts.labs = {{{LAB!r}: 'last'}}")
    assert graded_attempt(course, lab) == "last"


@pytest.mark.usefixtures("due")
def test_what_lateness_costs_decides_which_attempt_is_best(course, lab, solved, made_pool, tmp_path):
    worth = attempts(course, lab, tmp_path, solved)
    best = 5 + worth.index(max(worth))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_assignment(LAB).duedate = datetime(2026, 1, best, 11)  # the best is an hour late
        gradebook.db.commit()
    course = config(course, 'c.Attempts.graded = "best"', "c.LatePolicy.percent_per_day = 100")
    grade(course, lab, 1)
    in_time = [score for day, score in zip((5, 6, 7), worth, strict=True) if day < best]
    assert lying(course, lab, "ann").when.day < best
    assert total(course, "ann")[0] == pytest.approx(max(in_time))


def test_an_attempt_that_we_fail_to_judge_leaves_the_student_ungraded(course, lab, solved, tmp_path, monkeypatch):
    attempts(course, lab, tmp_path, solved)
    course = config(course, 'c.Attempts.graded = "best"')

    def judge_many(lab, submissions, course, jobs, isolation="bubblewrap"):
        for name, submission in submissions:
            yield name, InfrastructureError("no sandbox") if name.endswith("/1") else made_record(lab, submission)

    monkeypatch.setattr(pool, "judge_many", judge_many)
    result = grade(course, lab, 1)
    assert result.failed == {"ann": "attempt 1: no sandbox"}
    assert lying(course, lab, "ann").when.day == 7


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('c.Attempts.graded = "first"', "c.Attempts.graded is 'first', expected last or best"),
        ('c.Attempts.labs = {"lab01_backprop": 1}', "labs['lab01_backprop'] is 1"),
        ('c.Attempts.keep = "all"', "c.Attempts.keep is not a setting"),
        ("c.Attempts.labs = 3", "expected a way by lab"),
    ],
)
def test_a_setting_that_is_none_is_told_in_one_line(course, lab, line, said):
    with pytest.raises(UserError) as error:
        graded_attempt(config(course, line), lab)
    assert said in str(error.value)


@pytest.mark.filterwarnings("error::sqlalchemy.exc.SAWarning")
@pytest.mark.usefixtures("made_pool")
def test_a_removed_submission_leaves_no_score_and_loses_nothing(course, lab, solved):
    for student in ("ann", "bob"):
        hand_in(course, student, edited(solved, written_small_batches=student))
    grade(course, lab, 1)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade("written_small_batches", LAB, LAB, "ann").manual_score = 7.5
        gradebook.find_comment("written_small_batches", LAB, LAB, "ann").manual_comment = "good"
        gradebook.find_submission(LAB, "ann").extension = timedelta(days=3)
        gradebook.db.commit()
    shutil.rmtree(course.submitted / "ann" / LAB)
    grade(course, lab, 1, only=["bob"])
    assert total(course, "ann")[0] > 0, "one student's grading does not look at others"
    result = grade(course, lab, 1)
    assert '"manual_score": 7.5' in result.removed["ann"].read_text()
    assert '"comment": "good"' in result.removed["ann"].read_text()
    assert total(course, "ann")[0] == 0
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_submission(LAB, "ann").extension == timedelta(days=3)
    assert not (course.autograded / "ann" / LAB).exists()
    assert course.load_record(LAB, "ann") is None
    assert attempts_of(course, lab, "ann"), "the attempt itself is kept"
    assert not grade(course, lab, 1).removed
    assert total(course, "bob")[0] > 0
    assert choosing.attempt_record(attempts_of(course, lab, "bob")[0]) is not None


@pytest.mark.usefixtures("due", "made_pool")
def test_the_reports_show_names_lateness_and_every_attempt_that_was_judged(course, lab, solved, tmp_path):
    from autograder.reporting import write_reports, write_term

    with pytest.raises(UserError, match="no lab of this course is graded yet"):
        write_term(course)
    worth = attempts(course, lab, tmp_path, solved)
    course = config(course, 'c.Attempts.graded = "best"')
    grade(course, lab, 1)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_student("ann", first_name="Ann", last_name="Kim")
        gradebook.find_assignment(LAB).duedate = datetime(2026, 1, 5, 11)
        gradebook.db.commit()
    reports = write_reports(course, lab)
    (row,) = json.loads(reports.html.with_suffix(".json").read_text())["students"]
    assert (row["name"], row["attempts"]) == ("Kim, Ann", worth)
    assert row["late_hours"] == 25
    assert "Progress over attempts" in reports.html.read_text()
    assert "1 handed in late" in reports.summary.read_text()
    assert reports.summary.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    html, table, document = write_term(course)
    assert "Kim, Ann" in html.read_text()
    assert json.loads(document.read_text())["labs"][0]["lab"] == LAB
    assert "ann" in table.read_text(encoding="utf-8-sig")
