"""The class's page for instructors, and the same table for a spreadsheet.

One file, nothing fetched, one script that sorts and filters; all words in templates/.
"""

import csv
import io
from collections.abc import Callable, Mapping

from autograder.labs import Lab
from autograder.report.charts import histogram, progress
from autograder.report.class_data import Background, ClassData, Result, StudentRow, class_data
from autograder.report.pages import number, page, printable
from autograder.report.script import content_policy, tables_script
from autograder.report.sheet import Manual, mistake_sentence

# A spreadsheet takes a cell that starts so for a formula; the wide forms are what East Asian keyboards write.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(
    records: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None = None,
    penalties: Mapping[str, float] | None = None,
    background: Mapping[str, Background] | None = None,
) -> str:
    """One HTML page for a class.

    `manual` maps a student to what feedback.render takes: grade_id -> (score or None, points, comment). Without it,
    written questions are open. Where there was no notebook, nothing is counted but the total of 0.
    """
    return render_data(class_data(records, lab, manual, penalties, background))


def render_data(data: ClassData) -> str:
    """The page of what is known already."""
    again, seconds, judged = data.again, sorted(data.seconds), data.records
    slowest = sorted((row for row in data.rows if row.seconds is not None), key=lambda row: -(row.seconds or 0.0))
    return page(
        "class_report.html.j2",
        data=data,
        lab=data.lab,
        sheets=data.sheets,
        failed=data.failed,
        rows=data.rows,
        graded=len(data.scores),
        tests_only=data.tests_only,
        points=data.points,
        bins=data.bins,
        quartiles=data.quartiles,
        best=max(data.scores, default=0.0),
        worst=min(data.scores, default=0.0),
        histogram=histogram,
        attention=data.attention,
        questions=data.questions,
        mistakes=data.mistakes,
        mistake=lambda stem: mistake_sentence(data.lab.suite, stem),
        again=again,
        progress=progress,
        test_points=sum(question.points for question in data.lab.questions if not question.written),
        seconds=seconds,
        slowest=slowest[:5],
        late=[row for row in data.rows if row.late_hours > 0],
        judges=sorted({(record.suite[:12], record.cases[:12], record.kit) for record in judged.values()}),
        unwalled=[student for student, record in judged.items() if record.isolation == "none"],
        marks_of=_marks(data),
        script=tables_script(),
        content_policy=content_policy(),
    )


def _marks(data: ClassData) -> Callable[[StudentRow], str]:
    """What the filters look for in a row of the table; mistakes go by their place in the list."""
    found_in = [set(m.students) for m in data.mistakes]

    def marks(row: StudentRow) -> str:
        found = [row.state, *(f"m{place}" for place, students in enumerate(found_in) if row.student in students)]
        kinds = {
            "open": "open" in row.needs,
            "needs": bool(set(row.needs) - {"open"}),
            "late": row.late_hours > 0,
            "again": len(row.attempts) > 1,
            "half": row.score is not None and row.score < row.points / 2,
        }
        return " ".join(dict.fromkeys([*found, *(kind for kind, holds in kinds.items() if holds)]))

    return marks


def class_csv(
    records: Mapping[str, Result],
    lab: Lab,
    manual: Mapping[str, Manual] | None = None,
    penalties: Mapping[str, float] | None = None,
    background: Mapping[str, Background] | None = None,
) -> str:
    """The class as CSV, see csv_data."""
    return csv_data(class_data(records, lab, manual, penalties, background))


def csv_data(data: ClassData) -> str:
    """Student, state, score, points, penalty, lateness, attempts, one column a question; empty where not judged.

    Write it with encoding="utf-8-sig" for spreadsheets that guess the encoding, and newline="".
    """
    text = io.StringIO()
    table = csv.writer(text)
    names = [question.name for question in data.lab.questions]
    about = ["student", "name", "state", "score", "points", "penalty", "late_hours", "attempts", "seconds"]
    table.writerow([*about, *map(safe_cell, names)])
    for row in data.rows:
        judged = row.student in data.sheets
        table.writerow(
            [
                *(safe_cell(row.student), safe_cell(row.name), row.state, _cell(row.score), number(row.points)),
                *(number(row.penalty) if judged else "", number(row.late_hours)),
                *(len(row.attempts) or "", _cell(row.seconds), *(_cell(row.questions[name]) for name in names)),
            ]
        )
    return text.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else number(value)


def safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula: before a leading = + - @, tab or line break goes an apostrophe."""
    return ("'" if text.lstrip(" ").startswith(FORMULA) else "") + printable(text)
