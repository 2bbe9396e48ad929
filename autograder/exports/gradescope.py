"""Gradescope: `results.json`, one file a submission, as its autograder documentation describes it."""

import json
from collections.abc import Sequence
from typing import Any

from autograder.exports.grades import StudentGrade
from autograder.records import Outcome, Record
from autograder.report.sheet import Line, Sheet, findings


def gradescope(grades: Sequence[StudentGrade], with_open: bool = False) -> dict[str, str]:
    """The text of results.json by student; those without a judgement are left out."""
    return {
        grade.person.id: json.dumps(results(grade.record, grade.marks, grade.score(with_open)), ensure_ascii=False)
        for grade in grades
        if grade.record is not None and grade.marks is not None and grade.state != "ungraded"
    }


def results(record: Record, marks: Sheet, score: float | None) -> dict[str, Any]:
    """One question is one test of Gradescope: its score, and in its output what went wrong, in plain text."""
    document: dict[str, Any] = {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "test_output_format": "text",
        "tests": [_question(number, line) for number, line in enumerate(marks.judged, 1)],
        "execution_time": record.run.get("seconds", 0.0),
        "extra_data": {"lab": record.lab, "record": record.digest, "isolation": record.isolation, "kit": record.kit},
    }
    if score is not None and not any(line.written for line in marks.lines):
        document["score"] = score  # penalties included; written answers are graded on Gradescope itself
    return document


def _question(number: int, line: Line) -> dict[str, Any]:
    said = []
    for finding in findings(line):
        test = finding.first
        prefix = "waits: " if test.outcome is Outcome.BLOCKED else ""
        said.append("\n".join(part for part in (f"{prefix}{test.claim}: {test.message}", test.hint) if part))
    return {
        "number": str(number),
        "name": line.name,
        "score": line.score or 0.0,
        "max_score": line.points,
        "status": "passed" if line.score == line.points else "failed",
        "output": "\n\n".join(said) or "All hidden tests pass.",
        "visibility": "visible",
    }
