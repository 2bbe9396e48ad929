"""Writes what people read: a feedback page a student, where nbgrader releases feedback from, and the class report.

Records and what humans added in the gradebook are the only sources; nothing is judged here. Where the course's setting
shows counterexamples, they are looked for here.
"""

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from autograder.attempts import attempts_of
from autograder.choosing import attempt_record
from autograder.counterexamples.store import Found, of_class
from autograder.course import Course
from autograder.errors import UserError
from autograder.gradebook import ByHand, by_hand, refresh_penalties
from autograder.grading import students_of
from autograder.labs import Lab, all_labs
from autograder.normalise import submission_from
from autograder.people import people_of
from autograder.records import Record
from autograder.report import class_report, similarity_report, summaries, term_report
from autograder.report.class_data import Background, ClassData, Result, class_data
from autograder.report.pages import printable
from autograder.report.shows import level, seconds
from autograder.report.writing import Page, write_pages
from autograder.score import score_record
from autograder.similarity import Pair, own_code, similar
from autograder.storing import write_bytes, write_whole


@dataclass(frozen=True)
class Reports:
    """Where the pages are."""

    html: Path
    csv: Path
    feedback: dict[str, Path]
    summary: Path  # and beside it the same as .png


def write_reports(
    course: Course, lab: Lab, progress: Callable[[int, int], None] = lambda done, of: None, jobs: int = 1
) -> Reports:
    """Write every student's feedback page and the class's HTML and CSV; UserError when nothing is graded."""
    refresh_penalties(course, lab)
    results, given = results_of(course, lab), by_hand(course, lab)
    records = {name: record for name, record in results.items() if isinstance(record, Record) and name in given}
    shows, searched = level(course, lab), itertools.count(1)
    found: dict[str, Found] = {}
    if shows == "counterexample":
        found = of_class(course, lab, records, seconds(course), lambda _: progress(next(searched), len(records)))
    pages = [
        page_of(course, lab, student, record, given[student], shows, found.get(student))
        for student, record in records.items()
    ]
    if not pages:
        raise UserError(f"nothing of {lab.name} is graded yet; run `gradlab grade {lab.name}`")
    for done, _ in enumerate(write_pages(pages, lab, jobs), start=1):
        progress(done, len(pages))
    stem = course.root / "reports" / lab.name
    data = data_of(course, lab, results, given)
    html, csv = stem.with_suffix(".html"), stem.with_suffix(".csv")
    summary, picture = stem.with_name(f"{lab.name}-summary.md"), stem.with_name(f"{lab.name}-summary.png")
    write_whole(html, class_report.render_data(data))
    write_whole(csv, class_report.csv_data(data), encoding="utf-8-sig", newline="")
    write_whole(stem.with_suffix(".json"), _json(data.document()))
    write_whole(summary, summaries.markdown(data))
    write_bytes(picture, summaries.png(data))
    return Reports(html, csv, {page.student: page.path for page in pages}, summary)


def _json(document: dict[str, Any]) -> str:
    """Readable; a folder's name may hold bytes that are no text."""
    return printable(json.dumps(document, indent=1, ensure_ascii=False)) + "\n"


def write_term(course: Course) -> list[Path]:
    """Write the report of all graded labs as HTML, CSV and JSON; UserError when nothing is graded."""
    labs = []
    for lab in all_labs(course.assignments):
        results = results_of(course, lab)
        if any(isinstance(result, Record) for result in results.values()):
            refresh_penalties(course, lab)
            labs.append(data_of(course, lab, results, by_hand(course, lab)))
    if not labs:
        raise UserError("no lab of this course is graded yet; run `gradlab grade LAB`")
    data, stem = term_report.term_data(labs), course.root / "reports" / "term"
    paths = [stem.with_suffix(suffix) for suffix in (".html", ".csv", ".json")]
    write_whole(paths[0], term_report.render_term(data))
    write_whole(paths[1], term_report.term_csv(data), encoding="utf-8-sig", newline="")
    write_whole(paths[2], _json(data.document()))
    return paths


def write_similarity(course: Course, lab: Lab) -> tuple[Path, Path, list[Pair]]:
    """Compare what was handed in, and write it as HTML and CSV; UserError with fewer than two submissions."""
    codes = {}
    for student in students_of(course, lab):
        path = course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb"
        with contextlib.suppress(UserError):  # what cannot be read is told when it is graded
            codes[student] = own_code(submission_from(path, lab))
    if len(codes) < 2:
        raise UserError(f"{len(codes)} submission of {lab.name} can be read; two are needed to compare")
    pairs, stem = similar(lab, codes), course.root / "reports" / f"{lab.name}-similarity"
    html, csv = stem.with_suffix(".html"), stem.with_suffix(".csv")
    write_whole(html, similarity_report.render_similarity(lab, pairs, len(codes)))
    write_whole(csv, similarity_report.similarity_csv(pairs), encoding="utf-8-sig", newline="")
    return html, csv, pairs


def data_of(course: Course, lab: Lab, results: Mapping[str, Result], given: Mapping[str, ByHand]) -> ClassData:
    """What the report of one lab says: records, what humans gave, names, lateness, and every judged attempt."""
    people = people_of(course)
    background = {
        student: Background(
            people[student].name if student in people else "",
            given[student].late if student in given else timedelta(0),
            tuple(_attempt_scores(course, lab, student)),
        )
        for student in results
    }
    manual = {student: by.manual for student, by in given.items()}
    penalties = {student: by.penalty for student, by in given.items()}
    return class_data(results, lab, manual, penalties, background)


def _attempt_scores(course: Course, lab: Lab, student: str) -> Iterator[float]:
    """Points of the tests, attempt by attempt, where they were judged."""
    for attempt in attempts_of(course, lab, student):
        record = attempt_record(attempt)
        if record is not None and not record.ungraded:
            yield score_record(record).score


def page_of(
    course: Course, lab: Lab, student: str, record: Record, given: ByHand, shows: str, found: Found | None = None
) -> Page:
    """One student's page, to be written; it `shows` what the course's setting lets it."""
    path = course.folder("feedback", student, lab.name) / f"{lab.name}.html"
    autograded = course.folder("autograded", student, lab.name)
    return Page(student, path, autograded, record, given.manual, given.penalty, given.late, shows, found or {})


def results_of(course: Course, lab: Lab) -> dict[str, Result]:
    """What came of everyone who handed in; a notebook that is gone again is missing, whatever was judged before."""
    results: dict[str, Result] = {}
    for student in students_of(course, lab):
        if (course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb").exists():
            results[student] = course.load_record(lab.name, student) or "not graded"
        else:
            results[student] = None
    return results
