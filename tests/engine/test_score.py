"""From outcomes to points: every rule, with the numbers."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.records import Outcome, QuestionRecord, Record, TestRecord
from autograder.score import score_question, score_record

P, F, B, C, T, OURS = (
    Outcome.PASSED, Outcome.FAILED, Outcome.BLOCKED, Outcome.CRASHED, Outcome.TIMEOUT, Outcome.INFRASTRUCTURE,
)  # fmt: skip


def question(points: float, *tests: tuple) -> QuestionRecord:
    """Tests as (outcome, weight, kind)."""
    made = []
    for outcome, weight, kind in ((*test, *(1.0, "value")[len(test) - 1 :]) for test in tests):
        made.append(TestRecord(f"test_{len(made)}", "claims", outcome, kind, weight))
    return QuestionRecord("q", "test_q", points, tuple(made))


def scored(points: float, *tests: tuple) -> tuple[float, str]:
    score = score_question(question(points, *tests))
    assert score.points == points
    return score.score, score.status


@pytest.mark.parametrize(("points", "tests", "score", "status"), [
    (10, [(P,), (P,)], 10, "passed"),
    (10, [(P,), (F,)], 5, "partial"),
    (10, [(P, 3.0), (F, 1.0)], 7.5, "partial"),
    (10, [(F,), (F,)], 0, "failed"),
    (10, [(P,), (C,)], 5, "partial"),
    (10, [(P,), (T,)], 5, "partial"),
    (10, [(P,), (B,)], 5, "partial"),
    (10, [(C,), (T,)], 0, "failed"),
    (10, [(B,), (B,)], 0, "blocked"),
    (10, [(B,), (F,)], 0, "failed"),
    (10, [(P,), (OURS,)], 0, "ungraded"),
    (10, [(F,), (OURS,)], 0, "ungraded"),
    (10, [], 0, "blocked"),
    # Claims that a trivial answer could satisfy earn only beside a value claim that passed.
    (10, [(F,), (P, 1.0, "supporting")], 0, "failed"),
    (10, [(B,), (P, 1.0, "supporting")], 0, "blocked"),
    (10, [(P, 1.0, "supporting"), (P, 1.0, "supporting")], 0, "blocked"),
    (10, [(P,), (F,), (P, 2.0, "supporting")], 7.5, "partial"),
    (10, [(P,), (F, 1.0, "supporting")], 5, "partial"),
    # Two decimals, and never up to full marks or below nothing.
    (10, [(P,), (P,), (F,)], 6.67, "partial"),
    (10, [(P, 9999.0), (F, 1.0)], 9.99, "partial"),
    (10, [(P, 1e9), (F, 1.0)], 9.99, "partial"),
    (1, [(P, 1.0), (F, 1000.0)], 0, "partial"),
    (0, [(P,), (F,)], 0, "partial"),
    (0, [(P,), (P,)], 0, "passed"),
    (2.5, [(P,), (P,)], 2.5, "passed"),
    (3, [(P, 0.1), (P, 0.2), (P, 0.3)], 3, "passed"),
])  # fmt: skip
def test_a_question_s_score(points, tests, score, status):
    assert scored(points, *tests) == (score, status)


OUTCOMES = st.sampled_from([P, F, B, C, T])
TESTS = st.lists(
    st.tuples(OUTCOMES, st.floats(0.01, 100), st.sampled_from(["value", "supporting"])), min_size=1, max_size=8
)


@given(st.integers(0, 100), TESTS)
def test_a_score_lies_between_nothing_and_the_points_and_full_marks_mean_that_all_passed(points, tests):
    score, status = scored(points, *tests)
    assert 0 <= score <= points
    assert score == round(score, 2)
    everything = all(test[0] is P for test in tests) and any(test[2] == "value" for test in tests)
    assert (status == "passed") == everything
    if points:
        assert (score == points) == everything


@given(st.integers(1, 100), TESTS, st.data())
def test_passing_one_test_more_never_costs_points(points, tests, data):
    place = data.draw(st.integers(0, len(tests) - 1))
    better = [*tests]
    better[place] = (P, *tests[place][1:])
    assert scored(points, *better)[0] >= scored(points, *tests)[0]


def record(*questions: QuestionRecord) -> Record:
    return Record("lab", "s", "s", "c", "0", "1", "none", {}, questions)


def test_a_record_s_score_is_the_sum_of_its_questions():
    total = score_record(record(question(10, (P,)), question(10, (P,), (P,), (F,)), question(5, (B,))))
    assert (total.score, total.points, total.status) == (16.67, 25, "partial")


def test_sums_are_rounded_so_that_full_marks_are_full_marks():
    total = score_record(record(question(0.1, (P,)), question(0.2, (P,))))
    assert (total.score, total.points, total.status) == (0.3, 0.3, "passed")


def test_nothing_right_is_failed():
    assert score_record(record(question(10, (F,)), question(10, (B,)))).status == "failed"


def test_our_own_failure_in_one_test_leaves_the_whole_submission_ungraded():
    total = score_record(record(question(10, (P,)), question(10, (OURS,))))
    assert (total.score, total.points, total.status) == (0, 20, "ungraded")


def test_scoring_changes_nothing():
    before = record(question(10, (P,), (F,)))
    copy = dataclasses.replace(before)
    score_record(before)
    assert before == copy
