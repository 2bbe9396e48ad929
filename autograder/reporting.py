"""Writes what people read: a feedback page a student, where nbgrader releases feedback from, and the class report.

Records and what humans added in the gradebook are the only sources; nothing is judged here. Where the course's setting
shows counterexamples, they are looked for here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.counterexamples.store import Found, of_class
from autograder.course import Course
from autograder.errors import UserError
from autograder.gradebook import ByHand, by_hand
from autograder.grading import students_of
from autograder.labs import Lab
from autograder.nbgrader_plugins.folders import carry_over
from autograder.records import Record
from autograder.report import class_report, feedback
from autograder.report.shows import level, seconds
from autograder.storing import write_whole


@dataclass(frozen=True)
class Reports:
    """Where the pages are."""

    html: Path
    csv: Path
    feedback: dict[str, Path]


def write_reports(course: Course, lab: Lab, progress: Callable[[str], None] = lambda student: None) -> Reports:
    """Write every student's feedback page and the class's HTML and CSV; UserError when nothing is graded."""
    results, given = _results(course, lab), by_hand(course, lab)
    records = {name: record for name, record in results.items() if isinstance(record, Record) and name in given}
    shows = level(course, lab)
    found = of_class(course, lab, records, seconds(course), progress) if shows == "counterexample" else {}
    pages = {}
    for student, record in records.items():
        pages[student] = write_feedback(
            course, lab, student, record, given[student], shows, found.get(student, {})
        )  # fmt: skip
        progress(student)
    if not pages:
        raise UserError(f"nothing of {lab.name} is graded yet; run `gradlab grade {lab.name}`")
    folder = course.root / "reports"
    manual = {student: by.manual for student, by in given.items()}
    penalties = {student: by.penalty for student, by in given.items()}
    html, csv = folder / f"{lab.name}.html", folder / f"{lab.name}.csv"
    write_whole(html, class_report.render(results, lab, manual, penalties))
    write_whole(csv, class_report.class_csv(results, lab, manual, penalties), encoding="utf-8-sig", newline="")
    return Reports(html, csv, pages)


def write_feedback(
    course: Course,
    lab: Lab,
    student: str,
    record: Record,
    given: ByHand,
    shows: str = "hint",
    found: Found | None = None,
) -> Path:
    """Write one student's page."""
    path = course.folder("feedback", student, lab.name) / f"{lab.name}.html"
    page = feedback.render(
        record, lab, given.manual, student,
        penalty=given.penalty, late=given.late, shows=shows, counterexamples=found or {},
    )  # fmt: skip
    write_whole(path, page)
    # What release_feedback looks for beside the page; without it, it stops for the whole class.
    carry_over(course.folder("autograded", student, lab.name), path.parent)
    return path


def _results(course: Course, lab: Lab) -> dict[str, class_report.Result]:
    """What came of everyone who handed in; a notebook that is gone again is missing, whatever was judged before."""
    results: dict[str, class_report.Result] = {}
    for student in students_of(course, lab):
        if (course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb").exists():
            results[student] = course.load_record(lab.name, student) or "not graded"
        else:
            results[student] = None
    return results
