"""Counterexamples of a class: searched for when feedback may show them, kept beside the records."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from autograder.counterexamples.find import Counterexample, Finder
from autograder.course import Course
from autograder.engine import Judge
from autograder.errors import SandboxUnavailable, UserError
from autograder.labs import Lab
from autograder.normalise import submission_from
from autograder.pool import JudgeSettings
from autograder.records import Outcome, Record
from autograder.report.sheet import findings, sheet
from autograder.submissions import Submission

Found = dict[str, Counterexample]  # by test id


def load(course: Course, lab: Lab, student: str, record: Record) -> Found | None:
    """What was found for this very record; None when nobody has looked yet."""
    path = course.private / "counterexamples" / lab.name / f"{student}.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["record"] != record.digest:
            return None
        return {test: Counterexample(**found) for test, found in document["found"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def save(course: Course, lab: Lab, student: str, record: Record, found: Found) -> None:
    """Keep what was found, whole or not at all."""
    folder = course.private / "counterexamples" / lab.name
    folder.mkdir(parents=True, exist_ok=True)
    document = {"record": record.digest, "found": {test: vars(one) for test, one in sorted(found.items())}}
    partial = folder / f".{student}.partial"
    partial.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(folder / f"{student}.json")


def of_class(
    course: Course,
    lab: Lab,
    records: Mapping[str, Record],
    seconds: float,
    progress: Callable[[str], None] = lambda student: None,
) -> dict[str, Found]:
    """For every student: a counterexample to the first test of each finding, `seconds` for each search.

    What showed a mistake in one notebook is tried in the next before anything is searched for. Without a sandbox, or
    for a record that was made without one, nothing is run.
    """
    found: dict[str, Found] = {}
    missing: dict[str, Record] = {}
    for student, record in records.items():
        kept = load(course, lab, student, record)
        if kept is not None:
            found[student] = kept
        elif record.isolation != "none" and shown_tests(record, lab):
            missing[student] = record
    if not missing:
        return found
    try:
        judge = JudgeSettings.of(lab, course).open()
    except SandboxUnavailable:
        return found
    known: dict[str, list[Counterexample]] = {}
    with judge:
        for student, record in missing.items():
            submission = submission_of(course, lab, student, record)
            if submission is not None and same_suite(judge, record):
                found[student] = of_student(judge, submission, record, lab, seconds, known)
                save(course, lab, student, record, found[student])
            progress(student)
    return found


def of_student(
    judge: Judge,
    submission: Submission,
    record: Record,
    lab: Lab,
    seconds: float,
    known: dict[str, list[Counterexample]] | None = None,
) -> Found:
    """A counterexample to the first test of each finding, where one is found in time."""
    known = {} if known is None else known
    found: Found = {}
    with _closing(Finder(judge, submission)) as finder:
        for test, message in shown_tests(record, lab).items():
            again = next((other for other in known.get(test, []) if finder.proves(other.snippet)), None)
            one = Counterexample(test, again.snippet, message) if again else finder.find(test, seconds)
            if one is not None:
                found[test] = one
                if again is None:
                    known.setdefault(test, []).append(one)
    return found


def shown_tests(record: Record, lab: Lab) -> dict[str, str]:
    """The tests that the findings of a page are told by, with what was seen."""
    return {
        f"{line.grade_id}::{finding.first.name}": finding.first.message
        for line in sheet(record, lab).judged
        for finding in findings(line)
        if finding.first.outcome is Outcome.FAILED and not _not_there(finding.first.message)
    }


def _not_there(message: str) -> bool:
    return message.endswith(("is not defined", "is not implemented yet"))


def submission_of(course: Course, lab: Lab, student: str, record: Record) -> Submission | None:
    """The submission that the record is about; None when another one has been handed in since."""
    path = course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb"
    try:
        submission = submission_from(path, lab)
    except UserError:
        return None
    return submission if submission.sha256 == record.submission else None


def same_suite(judge: Judge, record: Record) -> bool:
    """Whether the record was made with the suite and the cases at hand."""
    return (record.suite, record.cases) == (judge.suite.hash, judge.cases.hash)


@contextmanager
def _closing(finder: Finder) -> Iterator[Finder]:
    try:
        yield finder
    finally:
        finder.close()
