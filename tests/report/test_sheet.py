from dataclasses import replace

import pytest

from autograder.records import CellRecord, Outcome, QuestionRecord, TestRecord
from autograder.report.sheet import Line, Place, findings, mistake_sentence, place, sheet
from autograder.score import score_question


def test_lines_follow_the_notebook_and_points_add_up(made, lab):
    marks = sheet(made.make_record(), lab)
    assert [line.name for line in marks.lines] == [*made.QUESTIONS, *made.WRITTEN]
    assert (marks.score, marks.points, marks.open_points) == (80.0, 100.0, 20.0)


def test_manual_scores_fill_written_questions_and_outrank_tests(made, lab):
    manual = {"written_small_batches": (6.5, 10.0, "fine"), "test_identity_parameters": (4.0, 10.0, "by hand")}
    marks = sheet(made.make_record(), lab, manual)
    by_name = {line.name: line for line in marks.lines}
    assert (by_name["written_small_batches"].status, by_name["written_covariate_shift"].status) == ("graded", "open")
    assert by_name["identity_parameters"].overridden
    assert by_name["identity_parameters"].tests_score == 10.0
    assert marks.score == 80.0 - 10.0 + 4.0 + 6.5


def test_a_manual_zero_is_a_score_and_none_is_not(made, lab):
    zero = sheet(made.make_record(), lab, {"written_small_batches": (0.0, 10.0, "")})
    none = sheet(made.make_record(), lab, {"written_small_batches": (None, 10.0, "soon")})
    assert len(zero.open) == 1
    assert len(none.open) == 2


def test_penalty_never_goes_below_zero(made, lab):
    wrong = {name: made.all_tests(name, Outcome.FAILED) for name in made.QUESTIONS}
    assert sheet(made.make_record(wrong), lab, penalty=5).score == 0.0
    assert sheet(made.make_record(), lab, penalty=5).score == 75.0


def test_our_failure_leaves_no_total_until_a_human_decides(made, lab):
    record = made.make_record({"batchnorm_forward": {0: Outcome.INFRASTRUCTURE}})
    assert sheet(record, lab).score is None
    assert sheet(record, lab, {"test_batchnorm_forward": (20.0, 30.0, "")}).score == 70.0


def test_a_question_missing_from_the_record_is_ungraded_not_zero(made, lab):
    record = made.make_record()
    marks = sheet(replace(record, questions=record.questions[1:]), lab)
    assert marks.lines[0].status == "ungraded"
    assert marks.score is None


def test_a_question_the_notebook_no_longer_has_stays_visible(made, lab):
    record = made.make_record()
    old = replace(record.questions[0], name="old_question", grade_id="test_old_question")
    marks = sheet(replace(record, questions=(*record.questions, old)), lab)
    assert marks.lines[-1].name == "old_question"


@pytest.mark.parametrize(
    "wrong", [{0}, {1, 2}, {0, 3, 7}, {4, 5, 6}, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4, 5}, set(range(8))]
)
def test_what_each_finding_costs_adds_up_to_the_cent(made, lab, wrong):
    line = sheet(made.make_record({"batchnorm_forward": dict.fromkeys(wrong, Outcome.FAILED)}), lab).lines[0]
    assert line.points - sum(f.lost for f in findings(line)) - line.unearned == pytest.approx(line.score, abs=1e-9)
    assert all(f.lost >= 0 for f in findings(line))
    assert bool(line.unearned) == (wrong == {0, 1, 2, 3, 4} or wrong == {0, 1, 2, 3, 4, 5})


def test_the_same_message_is_said_once_and_accusations_come_first(made, lab):
    record = made.make_record({"batchnorm_forward": {0: Outcome.BLOCKED, 1: Outcome.FAILED, 2: Outcome.BLOCKED}})
    first, second = findings(sheet(record, lab).lines[0])
    assert (first.first.outcome, len(first.tests)) == (Outcome.FAILED, 1)
    assert (second.first.outcome, len(second.tests)) == (Outcome.BLOCKED, 2)


def test_a_test_of_hardly_any_weight_still_costs_what_the_score_lacks():
    heavy = TestRecord("test_a", "", Outcome.PASSED, weight=9999.0)
    light = TestRecord("test_b", "", Outcome.FAILED, weight=1.0)
    question = QuestionRecord("a", "test_a", 10.0, (heavy, light))
    line = Line("a", "test_a", 10.0, False, "partial", 9.99, question, tests_score=score_question(question).score)
    assert [finding.lost for finding in findings(line)] == [0.01]


def test_one_named_mistake_is_one_finding_whatever_its_messages(made, lab):
    record = made.make_record({"batchnorm_forward": {0: Outcome.FAILED, 1: Outcome.FAILED, 3: Outcome.FAILED}})
    tests = tuple(
        replace(t, mistake="whole_array", hint="Which axis?") if i in (0, 3) else t
        for i, t in enumerate(record.questions[0].tests)
    )
    line = sheet(replace(record, questions=(replace(record.questions[0], tests=tests),)), lab).lines[0]
    assert [[test.name for test, _ in finding.tests] for finding in findings(line)] == [
        ["test_normalises_columns", "test_moves_running_var"],
        ["test_evaluation_uses_running_values"],
    ]
    assert [finding.lost for finding in findings(line)] == [11.54, 4.61]


def test_a_nameless_cell_is_placed_by_the_cell_before_it(made):
    cells = [
        CellRecord(0, None, "added", "ran"),
        CellRecord(2, "setup", "released", "ran"),
        CellRecord(4, None, "added", "ran"),
        CellRecord(5, None, "added", "failed"),
        CellRecord(8, "batchnorm_forward", "solution", "ran"),
        CellRecord(9, None, "added", "failed"),
    ]
    record = made.make_record(cells=tuple(cells))
    assert place(record, cells[0]) == Place(None, 1, 1)
    assert place(record, cells[3]) == Place("setup", 2, 2)
    assert place(record, cells[5]) == Place("batchnorm_forward", 1, 1)


def test_mistakes_are_named_by_their_docstring_and_only_from_the_bank(lab):
    assert mistake_sentence(lab.suite, "no_variance_path") == "leaves the path through the variance out of dx"
    assert mistake_sentence(lab.suite, None) == ""
    assert mistake_sentence(lab.suite, "unknown") == ""
    assert mistake_sentence(lab.suite, "../wrong/no_variance_path") == ""
