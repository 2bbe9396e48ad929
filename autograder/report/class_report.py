"""The class's page for instructors, and the same table for a spreadsheet.

One file, no script, nothing fetched; all words in templates/class_report.html.j2 and words.html.j2.
"""

import csv
import io
from collections.abc import Mapping

from autograder.labs import Lab
from autograder.records import Record
from autograder.report.charts import count_bins, histogram
from autograder.report.pages import number, page, printable
from autograder.report.sheet import Manual, Sheet, mistake_sentence, sheet
from autograder.report.statistics import attention, count_mistakes, count_questions, quantile

# A spreadsheet takes a cell that starts so for a formula; the wide forms are what East Asian keyboards write.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# A record, None for a folder without the notebook (0 points), or why there is no result.
Result = Record | str | None


def render(
    records: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None = None,
    penalties: Mapping[str, float] | None = None,
) -> str:
    """One HTML page for a class.

    `manual` maps a student to what feedback.render takes: grade_id -> (score or None, points, comment). Without it,
    written questions are open. Where there was no notebook, nothing is counted but the total of 0.
    """
    judged = {student: record for student, record in sorted(records.items()) if isinstance(record, Record)}
    failed = {student: message for student, message in sorted(records.items()) if isinstance(message, str)}
    sheets = _sheets(records, lab, manual, penalties)
    counted = {student: sheets[student] for student in judged}
    graded = [marks for marks in counted.values() if not marks.ungraded]
    # While written answers are unread, totals are not comparable: then the distribution is that of the tests alone.
    tests_only = any(marks.open for marks in graded)
    lines = [[line for line in marks.lines if not (tests_only and line.written)] for marks in graded]
    scores = [sum(line.score or 0.0 for line in kept) for kept in lines]
    if not tests_only:
        scores = [marks.score or 0.0 for marks in graded]
    points = sum(line.points for line in lines[0]) if lines else 0.0
    bins = count_bins(scores, points) if points else []
    return page(
        "class_report.html.j2",
        lab=lab,
        sheets=sheets,
        failed=failed,
        students=sorted(records),
        graded=len(graded),
        tests_only=tests_only,
        points=points,
        bins=bins,
        quartiles=[quantile(scores, share) for share in (0.25, 0.5, 0.75)],
        best=max(scores, default=0.0),
        worst=min(scores, default=0.0),
        histogram=histogram,
        attention=attention(judged, sheets, failed),
        questions=count_questions(counted),
        mistakes=count_mistakes(judged),
        mistake=lambda stem: mistake_sentence(lab.suite, stem),
        judges=sorted({(record.suite[:12], record.cases[:12], record.kit) for record in judged.values()}),
        unwalled=[student for student, record in judged.items() if record.isolation == "none"],
    )


def class_csv(
    records: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None = None,
    penalties: Mapping[str, float] | None = None,
) -> str:
    """The class as CSV: student, state, score, points, penalty, one column a question; empty where not judged.

    Write it with encoding="utf-8-sig" for spreadsheets that guess the encoding, and newline="".
    """
    sheets = _sheets(records, lab, manual, penalties)
    text = io.StringIO()
    table = csv.writer(text)
    names = {question.grade_id: question.name for question in lab.questions}
    table.writerow(["student", "state", "score", "points", "penalty", *map(safe_cell, names.values())])
    points = round(sum(question.points for question in lab.questions), 2)
    for student in sorted(records):
        marks = sheets.get(student)
        if marks is None:
            table.writerow([safe_cell(student), "ungraded", "", number(points), "", *([""] * len(names))])
            continue
        states = {"missing": marks.missing, "ungraded": marks.ungraded, "open": marks.open}
        state = next((name for name, holds in states.items() if holds), "graded")
        score = "" if marks.score is None else number(marks.score)
        by_id = {line.grade_id: line.score for line in marks.lines}
        row = [by_id.get(grade_id) for grade_id in names]
        cells = ["" if value is None else number(value) for value in row]
        table.writerow([safe_cell(student), state, score, number(marks.points), number(marks.penalty), *cells])
    return text.getvalue()


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula: before a leading = + - @, tab or line break goes an apostrophe."""
    return ("'" if text.lstrip(" ").startswith(FORMULA) else "") + printable(text)


def _sheets(
    records: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None,
    penalties: Mapping[str, float] | None,
) -> dict[str, Sheet]:
    return {
        student: sheet(record, lab, (manual or {}).get(student), (penalties or {}).get(student, 0.0))
        for student, record in sorted(records.items())
        if not isinstance(record, str)
    }
