"""Writes what people read: a feedback page a student, where nbgrader releases feedback from, and the class report.

Records and what humans added in the gradebook are the only sources; nothing is judged here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.errors import UserError
from autograder.gradebook import ByHand, by_hand
from autograder.grading import students_of
from autograder.labs import Lab
from autograder.records import Record
from autograder.report import class_report
from autograder.report.writing import Page, write_pages
from autograder.storing import write_whole


@dataclass(frozen=True)
class Reports:
    """Where the pages are."""

    html: Path
    csv: Path
    feedback: dict[str, Path]


def write_reports(
    course: Course, lab: Lab, progress: Callable[[int, int], None] = lambda done, of: None, jobs: int = 1
) -> Reports:
    """Write every student's feedback page and the class's HTML and CSV; UserError when nothing is graded."""
    results, given = results_of(course, lab), by_hand(course, lab)
    pages = [
        page_of(course, lab, student, record, given[student])
        for student, record in results.items()
        if isinstance(record, Record) and student in given
    ]
    if not pages:
        raise UserError(f"nothing of {lab.name} is graded yet; run `gradlab grade {lab.name}`")
    for done, _ in enumerate(write_pages(pages, lab, jobs), start=1):
        progress(done, len(pages))
    folder = course.root / "reports"
    manual = {student: by.manual for student, by in given.items()}
    penalties = {student: by.penalty for student, by in given.items()}
    html, csv = folder / f"{lab.name}.html", folder / f"{lab.name}.csv"
    write_whole(html, class_report.render(results, lab, manual, penalties))
    write_whole(csv, class_report.class_csv(results, lab, manual, penalties), encoding="utf-8-sig", newline="")
    return Reports(html, csv, {page.student: page.path for page in pages})


def page_of(course: Course, lab: Lab, student: str, record: Record, given: ByHand) -> Page:
    """One student's page, to be written."""
    path = course.folder("feedback", student, lab.name) / f"{lab.name}.html"
    autograded = course.folder("autograded", student, lab.name)
    return Page(student, path, autograded, record, given.manual, given.penalty, given.late)


def results_of(course: Course, lab: Lab) -> dict[str, class_report.Result]:
    """What came of everyone who handed in; a notebook that is gone again is missing, whatever was judged before."""
    results: dict[str, class_report.Result] = {}
    for student in students_of(course, lab):
        if (course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb").exists():
            results[student] = course.load_record(lab.name, student) or "not graded"
        else:
            results[student] = None
    return results
