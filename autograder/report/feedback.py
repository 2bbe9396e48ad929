"""The student's page: the score and what to do next, then every question with the reason for each lost point.

One file, no script, nothing fetched; all words in templates/feedback.html.j2, fragment.html.j2 and words.html.j2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from autograder.labs import Lab
from autograder.records import QuestionRecord, Record
from autograder.report import pictures
from autograder.report.pages import page, smallest
from autograder.report.sheet import ANSWERS, Finding, Line, Manual, Sheet, findings, mistake_sentence, place, sheet
from autograder.report.shows import verdict_only
from autograder.score import score_question

if TYPE_CHECKING:
    from autograder.counterexamples.find import Counterexample

BUDGET = 300_000  # bytes of one page, pictures and counterexamples included: a phone loads it at once
LIMITS = (1500, 600, 250, 100, 40)  # characters of one message: the first that keeps the page within the budget


@dataclass(frozen=True)
class Step:
    """What to do next: `kind` picks the sentence, `finding` is the place to start."""

    kind: str  # "wait", "cells", "start", "blocked", "read" or "done"
    line: Line | None = None
    finding: Finding | None = None


def next_step(record: Record, marks: Sheet) -> Step:
    """The one thing worth doing first: wait for us, repair a cell, look at the first wrong answer, or nothing."""
    if marks.ungraded:
        return Step("wait")
    if any(cell.status == "failed" for cell in record.cells):
        return Step("cells")
    for line in marks.judged:
        for finding in findings(line):
            if finding.first.outcome in ANSWERS:
                return Step("start", line, finding)
    for line in marks.judged:
        if findings(line):
            return Step("blocked", line)
    return Step("read" if marks.open else "done")


def render(
    record: Record,
    lab: Lab,
    manual: Manual | None = None,
    student: str = "",
    *,
    penalty: float = 0.0,
    late: timedelta | None = None,
    shows: str = "hint",
    counterexamples: "Mapping[str, Counterexample] | None" = None,
) -> str:
    """One HTML page for one student; `manual` maps grade_id to (score or None, points, comment).

    shows: "verdict", "hint" or "counterexample"; counterexamples are by test id, `test_QUESTION::test_name`.
    """
    if shows == "verdict":
        record = verdict_only(record)
    examples = (counterexamples or {}) if shows == "counterexample" else {}
    marks = sheet(record, lab, manual, penalty)
    return smallest(
        "feedback.html.j2",
        BUDGET,
        LIMITS,
        record=record,
        lab=lab,
        student=student,
        marks=marks,
        late=late if late and late > timedelta(0) else None,
        step=next_step(record, marks),
        findings=findings,
        pictures=pictures,
        example=lambda line, test: examples.get(f"{line.grade_id}::{test.name}"),
        mistake=lambda stem: mistake_sentence(lab.suite, stem),
        failed_cells=[(cell, place(record, cell)) for cell in record.cells if cell.status == "failed"],
    )


def fragment(question: QuestionRecord) -> str:
    """The same in short, for the output of a test's cell in a notebook: one element, styles inside."""
    score = score_question(question)
    shown = None if score.status == "ungraded" else score.score
    line = Line(question.name, question.grade_id, question.points, False, score.status, shown, question, shown)
    return page("fragment.html.j2", line=line, findings=findings(line), limit=600).strip()
