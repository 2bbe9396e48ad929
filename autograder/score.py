"""From records to points: pure functions, no files, no clock.

A question's score is its points times the passed share of its tests' weights. A question whose value claims
all fail scores 0, so that shape and side-effect claims alone earn nothing. Only `passed` earns.
"""

from dataclasses import dataclass

from autograder.records import Outcome, QuestionRecord, Record


@dataclass(frozen=True)
class Score:
    """Points earned, points there were, and one word for the state."""

    score: float
    points: float
    status: str  # "passed", "partial", "failed", "blocked" or "ungraded"


def score_question(question: QuestionRecord) -> Score:
    """Score one autograded question; `ungraded` when our own failure left a test without a verdict."""
    if any(test.outcome is Outcome.INFRASTRUCTURE for test in question.tests):
        return Score(0.0, question.points, "ungraded")
    total = sum(test.weight for test in question.tests)
    passed = sum(test.weight for test in question.tests if test.outcome is Outcome.PASSED)
    if not any(test.outcome is Outcome.PASSED and test.kind == "value" for test in question.tests):
        blocked = all(test.outcome in (Outcome.BLOCKED, Outcome.PASSED) for test in question.tests)
        return Score(0.0, question.points, "blocked" if blocked else "failed")
    if passed == total:
        return Score(question.points, question.points, "passed")
    # Two decimals: what nbgrader, Canvas and Moodle keep. Never rounded up to full marks.
    score = min(round(question.points * passed / total, 2), round(question.points - 0.01, 2))
    return Score(max(score, 0.0), question.points, "partial")


def score_record(record: Record) -> Score:
    """Score the autograded part of a submission."""
    scores = [score_question(question) for question in record.questions]
    score, points = round(sum(s.score for s in scores), 2), round(sum(s.points for s in scores), 2)
    if any(s.status == "ungraded" for s in scores):
        return Score(0.0, points, "ungraded")
    status = "passed" if score == points else "partial" if score else "failed"
    return Score(score, points, status)
