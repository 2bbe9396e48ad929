"""After tests, weights or limits change: whose score moves is known before anybody's does, and humans' points stay."""

import csv
import json
import re
import shutil
import sys
from dataclasses import replace

import pytest
from nbgrader.api import Gradebook

from autograder import basis, grading, pool
from autograder.basis import Basis
from autograder.cli import main
from autograder.errors import InfrastructureError, UserError
from autograder.grading import grade
from autograder.labs import find_lab
from autograder.nbgrader_plugins.app import course_api, must
from autograder.records import Outcome
from autograder.regrading import preview, publish

from .classroom import LAB, edited, hand_in, made_record, rows

FORWARD = "test_batchnorm_forward"


class Suite:
    """A stand-in for the suite: what its judge says, and its hash; tests change it."""

    def __init__(self, monkeypatch):
        self.judged, self.fails, self.outcome, self.weight, self.name = [], (), Outcome.PASSED, 1.0, "one"
        monkeypatch.setattr(pool, "judge_many", self.judge_many)
        monkeypatch.setattr(basis, "suite_hash", lambda lab: self.name)

    def judge_many(self, lab, submissions, course, jobs, isolation="bubblewrap"):
        now = Basis.now(course, lab, isolation)
        for name, submission in submissions:
            self.judged.append(name)
            if name in self.fails:
                yield name, InfrastructureError("no sandbox")
                continue
            record = made_record(lab, submission)
            questions = []
            for question in record.questions:
                if question.grade_id == FORWARD:
                    first = replace(question.tests[0], outcome=self.outcome, weight=self.weight)
                    rest = (replace(question.tests[1], outcome=Outcome.FAILED), *question.tests[2:])
                    question = replace(question, tests=(first, *rest))
                questions.append(question)
            yield (
                name,
                replace(
                    record, questions=tuple(questions), suite=now.suite, salt_id=now.salt_id, kit=now.kit,
                    isolation=now.isolation, policy=now.policy,
                ),
            )  # fmt: skip


@pytest.fixture
def suite(monkeypatch):
    return Suite(monkeypatch)


@pytest.fixture
def graded(course, lab, solved, suite):
    for student in ("ann", "bob"):
        hand_in(course, student, edited(solved, written_small_batches="Because."))
    grade(course, lab, 1)
    suite.judged.clear()
    return course


def given_by_hand(course):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade(FORWARD, LAB, LAB, "bob").manual_score = 11.0
        gradebook.find_grade("written_small_batches", LAB, LAB, "ann").manual_score = 9.0
        gradebook.find_comment("batchnorm_forward", LAB, LAB, "bob").manual_comment = "seen"
        gradebook.db.commit()


def test_nothing_moves_until_it_is_published_and_what_humans_gave_stays(graded, lab, suite):
    given_by_hand(graded)
    before = rows(graded)
    suite.outcome, suite.name = Outcome.FAILED, "two"
    shown = preview(graded, lab, 1)
    assert rows(graded) == before
    assert shown.causes == ["the hidden suite or the machinery that judges"]
    ann, bob = sorted(shown.moves, key=lambda m: m.student)
    (question,) = ann.questions
    assert question.why == ("`test_0` has failed, before passed",)
    assert ann.change == round(question.after - question.before, 2) < 0
    assert bob.change == 0, "a human set this score"
    assert bob.questions[0].by_hand
    publish(graded, lab)
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        assert gradebook.find_grade(FORWARD, LAB, LAB, "ann").auto_score == question.after
        assert gradebook.find_grade(FORWARD, LAB, LAB, "bob").manual_score == 11.0
        assert gradebook.find_grade("written_small_batches", LAB, LAB, "ann").manual_score == 9.0
        assert gradebook.find_comment("batchnorm_forward", LAB, LAB, "bob").manual_comment == "seen"
        assert gradebook.find_submission_notebook(LAB, LAB, "ann").score == pytest.approx(ann.after)
    assert not list((graded.private / "regrade" / LAB).iterdir())


def test_a_weight_alone_moves_scores_and_is_the_reason(graded, lab, suite):
    suite.weight, suite.name = 5.0, "two"
    for m in preview(graded, lab, 1).moves:
        assert m.change > 0
        assert m.questions[0].why == ("`test_0` (passed) weighs 5, before 1",)


def test_only_what_rests_on_something_that_changed_is_judged_and_only_once(graded, lab, solved, suite):
    assert preview(graded, lab, 1).current == ["ann", "bob"]
    assert suite.judged == []
    suite.name, suite.outcome = "two", Outcome.FAILED
    hand_in(graded, "bob", edited(solved, batchnorm_forward="\n# anew"))
    first = preview(graded, lab, 1)
    assert (suite.judged, first.ungraded) == (["ann"], ["bob"])
    assert preview(graded, lab, 1).moves == first.moves
    assert suite.judged == ["ann"], "what was judged waits"
    suite.name = "three"
    preview(graded, lab, 1)
    assert suite.judged == ["ann", "ann"]


def test_what_was_not_shown_is_not_published(graded, lab, suite):
    with pytest.raises(UserError, match="nothing of lab02_batchnorm waits"):
        publish(graded, lab)
    suite.name = "two"
    before = rows(graded)
    with pytest.raises(UserError, match="2 of 2 were not judged again"):
        publish(graded, lab)
    suite.fails = ("bob",)
    assert preview(graded, lab, 1).failed == {"bob": "no sandbox"}
    with pytest.raises(UserError, match="1 of 2 were not judged again"):
        publish(graded, lab)
    assert rows(graded) == before
    suite.fails = ()
    assert preview(graded, lab, 1).failed == {}
    suite.name = "three"
    with pytest.raises(UserError, match="2 of 2 were not judged again"):
        publish(graded, lab)


def points_changed(course, lab, grade_id, points):
    """The author gives a question other points, and does not release the lab again."""
    document = json.loads(lab.notebook.read_text())
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            cell["metadata"]["nbgrader"]["points"] = points
    lab.notebook.write_text(json.dumps(document))
    return find_lab(LAB, course.assignments)


def test_points_changed_without_a_release_are_refused_before_anything_is_judged_or_stored(graded, lab, suite):
    suite.outcome, suite.name = Outcome.FAILED, "two"
    preview(graded, lab, 1)
    suite.judged.clear()
    changed, before = points_changed(graded, lab, FORWARD, 30), (rows(graded), records(graded))
    sentence = rf"'{FORWARD}' is worth 30 points in the notebook and worth 24 points in the gradebook; run `gradlab rel"
    for command in (
        lambda: preview(graded, changed, 1),
        lambda: publish(graded, changed),
        lambda: grade(graded, changed, 1),
    ):
        with pytest.raises(UserError, match=sentence):
            command()
    assert suite.judged == []
    assert (rows(graded), records(graded)) == before
    must(course_api(graded).generate_assignment(LAB, force=True), "generate_assignment")
    ann = next(m for m in preview(graded, changed, 1).moves if m.student == "ann")
    assert "it is worth 30 points, before 24" in ann.questions[0].why
    publish(graded, changed)
    assert suite.judged == ["ann", "bob"]
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        assert gradebook.find_grade(FORWARD, LAB, LAB, "ann").auto_score == pytest.approx(ann.questions[0].after)


def records(course):
    return {path.name: path.read_text() for path in course.records(LAB).iterdir()}


def test_a_publishing_that_was_stopped_is_finished_by_the_next(graded, lab, suite, monkeypatch):
    suite.outcome, suite.name = Outcome.FAILED, "two"
    before = rows(graded)
    moves = preview(graded, lab, 1).moves

    def stopped(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(grading, "write_rows", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(graded, lab)
    assert rows(graded) == before
    suite.judged.clear()
    publish(graded, lab)
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        for m in moves:
            assert gradebook.find_grade(FORWARD, LAB, LAB, m.student).auto_score == m.questions[0].after
    assert suite.judged == []
    with pytest.raises(UserError, match="nothing of lab02_batchnorm waits"):
        publish(graded, lab)


def test_who_handed_in_anew_or_is_gone_since_the_preview_is_not_published(graded, lab, solved, suite):
    suite.outcome, suite.name = Outcome.FAILED, "two"
    preview(graded, lab, 1)
    before = rows(graded)["grade"]
    hand_in(graded, "ann", edited(solved, batchnorm_forward="\n# anew"))
    shutil.rmtree(graded.submitted / "bob")
    with pytest.raises(UserError, match="nothing of lab02_batchnorm is graded"):
        publish(graded, lab)
    assert rows(graded)["grade"] == before


def test_a_penalty_moves_along(graded, lab, suite):
    from datetime import datetime

    from autograder.course import Course

    with (graded.root / "nbgrader_config.py").open("a") as file:
        file.write("c.LatePolicy.percent_per_day = 50\n")
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        gradebook.find_assignment(LAB).duedate = datetime(2026, 1, 5, 9)
        gradebook.db.commit()
    course = Course(graded.root)
    grade(course, lab, 1)
    suite.outcome, suite.name = Outcome.FAILED, "two"
    shown = preview(course, lab, 1).moves[0]
    (question,) = shown.questions
    assert shown.change == pytest.approx((question.after - question.before) / 2, abs=0.02)
    publish(course, lab)
    with Gradebook(graded.db_url, graded.course_id) as gradebook:
        notebook = gradebook.find_submission_notebook(LAB, LAB, shown.student)
        assert notebook.score - notebook.late_submission_penalty == pytest.approx(shown.after, abs=0.01)


def test_grading_right_away_tells_whose_score_moved(graded, lab, suite):
    suite.outcome, suite.name = Outcome.FAILED, "two"
    assert {m.student for m in grade(graded, lab, 1).moves} == {"ann", "bob"}
    assert grade(graded, lab, 1).moves == []


def test_a_grading_that_was_stopped_before_the_gradebook_leaves_the_moves_to_the_next(graded, lab, suite, monkeypatch):
    def stopped(*arguments):
        raise KeyboardInterrupt

    suite.outcome, suite.name = Outcome.FAILED, "two"
    with monkeypatch.context() as patch:
        patch.setattr(grading, "write_rows", stopped)
        with pytest.raises(KeyboardInterrupt):
            grade(graded, lab, 1)
    suite.judged.clear()
    ann, bob = grade(graded, lab, 1).moves
    assert suite.judged == []
    assert ann.change == round(ann.questions[0].after - ann.questions[0].before, 2) < 0
    assert (ann.questions[0].name, bob.student) == ("batchnorm_forward", "bob")
    assert grade(graded, lab, 1).moves == []


def test_the_command_writes_the_report_and_then_publishes(graded, lab, suite, monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.chdir(graded.root)
        monkeypatch.setattr(sys, "argv", ["gradlab", "regrade", LAB, *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, capsys.readouterr()

    suite.outcome, suite.name = Outcome.FAILED, "two"
    code, said = run()
    assert code == 0
    assert "2 move" in said.out
    assert re.search(r"ann .*batchnorm_forward: `test_0` has\s+failed", said.out.replace("\n", " ")), "what, then why"
    assert "--publish" in said.out
    text = (graded.root / "reports" / f"{LAB}-regrade.md").read_text()
    assert "`test_0` has failed, before passed" in text
    table = list(csv.DictReader((graded.root / "reports" / f"{LAB}-regrade.csv").open(encoding="utf-8-sig")))
    assert [row["student"] for row in table] == ["ann", "bob"]
    assert all(float(row["change"]) < 0 for row in table)
    assert len(json.loads(run("--json")[1].out)["moves"]) == 2
    code, said = run("--publish")
    assert code == 0
    assert "2 are in the gradebook" in said.out
    code, said = run("--publish")
    assert code == 2
    assert "nothing of" in said.err
