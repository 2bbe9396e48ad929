"""Whose score moves when a submission is judged again, by how much, and why: two records of one submission compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.basis import Basis
from autograder.records import Outcome, QuestionRecord, Record, TestRecord
from autograder.report.sheet import Sheet
from autograder.score import score_question

CAUSES = {
    "suite": "the hidden suite or the machinery that judges",
    "salt_id": "the course's salt, and so the hidden cases",
    "kit": "the version of the kit",
    "isolation": "the sandbox",
    "policy": "the limits of the course",
    "points": "the points of the questions",
}


@dataclass(frozen=True)
class QuestionMove:
    """One question: its points from the tests before and after, and a sentence for each thing that differs."""

    name: str
    before: float
    after: float
    why: tuple[str, ...]
    by_hand: bool  # a human has set the score, which stays


@dataclass(frozen=True)
class Move:
    """One student: the total before and after, as the student sees it (penalty and hand-given points included)."""

    student: str
    before: float
    after: float
    questions: tuple[QuestionMove, ...]  # those whose tests give another score

    @property
    def change(self) -> float:
        """Points won or lost."""
        return round(self.after - self.before, 2)


def move(student: str, old: Record, new: Record, before: Sheet, after: Sheet) -> Move | None:
    """What judging again moves; None when no test's score changes. The sheets hold what humans gave."""
    earlier = {question.grade_id: question for question in old.questions}
    by_hand = {line.grade_id for line in before.lines if line.overridden}
    questions = []
    for question in new.questions:
        known = earlier.pop(question.grade_id, None)
        was, is_now = score_question(known).score if known else 0.0, score_question(question).score
        if was != is_now or (known is not None and known.points != question.points):
            why = _why(known, question)
            questions.append(QuestionMove(question.name, was, is_now, why, question.grade_id in by_hand))
    for question in earlier.values():
        gone = ("the question is not in the lab any more",)
        questions.append(QuestionMove(question.name, score_question(question).score, 0.0, gone, False))
    total = (before.score or 0.0, after.score or 0.0)
    return Move(student, *total, tuple(questions)) if questions or total[0] != total[1] else None


def move_from(student: str, stored: Mapping[str, float | None], new: Record, why: str) -> Move | None:
    """The same from the scores by grade_id that the gradebook holds, where the record they come from is gone."""
    scores = [(question, stored.get(question.grade_id), score_question(question).score) for question in new.questions]
    known = [(question, was, is_now) for question, was, is_now in scores if was is not None]
    questions = tuple(
        QuestionMove(question.name, was, is_now, (why,), False) for question, was, is_now in known if was != is_now
    )
    before, after = sum(was for _, was, _ in known), sum(is_now for _, _, is_now in known)
    return Move(student, round(before, 2), round(after, 2), questions) if questions else None


def causes(old: Record, now: Basis) -> tuple[str, ...]:
    """What changed since a record was made, in words."""
    return tuple(CAUSES[name] for name in Basis.of(old).changed(now))


def _why(old: QuestionRecord | None, new: QuestionRecord) -> tuple[str, ...]:
    if old is None:
        return ("the question is new",)
    reasons = []
    if old.points != new.points:
        reasons.append(f"it is worth {new.points:g} points, before {old.points:g}")
    known = {test.name: test for test in old.tests}
    for test in new.tests:
        before = known.pop(test.name, None)
        reasons += _differences(before, test)
    reasons += [f"the test `{test.name}` is gone, it had {_word(test)}" for test in known.values()]
    return tuple(reasons)


def _differences(old: TestRecord | None, new: TestRecord) -> list[str]:
    if old is None:
        return [f"the test `{new.name}` is new, it has {_word(new)}"]
    found = []
    if old.outcome is not new.outcome:
        found.append(f"`{new.name}` has {_word(new)}, before {_word(old)}")
    if old.weight != new.weight:
        found.append(f"`{new.name}` ({_word(new)}) weighs {new.weight:g}, before {old.weight:g}")
    if old.kind != new.kind:
        found.append(f"`{new.name}` ({_word(new)}) is a {new.kind} claim, before {old.kind}")
    return found


def _word(test: TestRecord) -> str:
    return {Outcome.TIMEOUT: "run out of time", Outcome.BLOCKED: "not been checked"}.get(
        test.outcome, str(test.outcome)
    )
