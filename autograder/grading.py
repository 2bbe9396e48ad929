"""Grades the submissions of one lab: what was judged before is not judged again, what is judged is kept at once.

submitted/ -> normalise -> judge (in parallel) -> records -> gradebook (one transaction)

It can be interrupted anywhere, by whatever: the next run finishes what is left, with the same result. Notebooks and
records are read when they are needed, so that a large class takes no more memory than a small one.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder import pool
from autograder.attempts import keep_submitted
from autograder.basis import Basis
from autograder.choosing import graded_attempt, put_best_forward, remember
from autograder.course import Course
from autograder.database import is_file, ready
from autograder.errors import UserError
from autograder.gradebook import Graded, automatic_scores, discard_staging, write_rows
from autograder.labs import Lab
from autograder.moves import Move, move, move_from
from autograder.names import unfit
from autograder.nbgrader_plugins.folders import submitted_at
from autograder.nbgrader_plugins.verdicts import shows
from autograder.normalise import submission_from
from autograder.on_demand import OnDemand
from autograder.pool import Judging
from autograder.records import Record
from autograder.removed import take_out
from autograder.report.sheet import sheet
from autograder.score import score_question
from autograder.storing import alone, discard_partial
from autograder.submissions import Submission

CHANGED = "was handed in anew while it was graded"


@dataclass
class Grading:
    """What came of grading one lab."""

    records: Mapping[str, Record] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)  # the others were judged before, on the same cases
    missing: set[str] = field(default_factory=set)  # handed in a folder without the notebook: 0
    unreadable: dict[str, str] = field(default_factory=dict)  # not graded: why their notebook cannot be read
    failed: dict[str, str] = field(default_factory=dict)  # not graded: our own failure
    moves: list[Move] = field(default_factory=list)  # judged again, and the tests give another score
    removed: dict[str, Path] = field(default_factory=dict)  # gone from submitted/: where their hand-given scores are


@dataclass(frozen=True)
class Standing:
    """How far a grading is, in submissions."""

    total: int
    judged: int = 0
    as_before: int = 0  # judged by an earlier run, or without a notebook to judge
    ungraded: int = 0  # failed, or not readable
    written: int | None = None  # into the gradebook; None while there is judging to do
    to_write: int = 0

    @property
    def waiting(self) -> int:
        """Those to which nothing has happened yet."""
        return self.total - self.judged - self.as_before - self.ungraded


Progress = Callable[[Standing], None]


def grade(
    course: Course,
    lab: Lab,
    jobs: int,
    only: Collection[str] | None = None,
    force: bool = False,
    isolation: str = "bubblewrap",
    progress: Progress = lambda standing: None,
    judging: Judging | None = None,
) -> Grading:
    """Grade what was collected; stop it at any time, the next run goes on where it stopped.

    only: these students, by default all. judging: by default `jobs` judges of their own on this machine.
    """
    names = _who(course, lab, only)
    judge = judging or (lambda waiting: pool.judge_many(lab, waiting, course, jobs, isolation))
    with at_work(course, lab):
        _keep_all(course, lab, names)
        failed = dict[str, str]()
        if graded_attempt(course, lab) == "best":
            failed = put_best_forward(course, lab, names, judge, isolation)
        left = [name for name in names if name not in failed]
        result = complete(course, lab, left, judge, isolation, force, progress, failed)
        if only is None:
            result.removed = take_out(course, lab, students_of(course, lab))
    return result


@contextlib.contextmanager
def at_work(course: Course, lab: Lab) -> Iterator[None]:
    """Alone in the course, without what a killed process left, and with a gradebook that can take what is found."""
    with grading_alone(course, lab):
        discard_staging(course, lab)
        discard_partial(course.records(lab.name))
        ready(course, lab)
        yield


def complete(
    course: Course,
    lab: Lab,
    names: list[str],
    judge: Judging,
    isolation: str,
    force: bool = False,
    progress: Progress = lambda standing: None,
    failed: Mapping[str, str] | None = None,
) -> Grading:
    """Judge those of `names` who are not judged on what there is now, and write who is not in the gradebook so.

    failed: who could not be made ready for it, and why. For whoever is `at_work`.
    """
    failed = failed or {}
    run = _Run(course, lab, isolation, force, len(names) + len(failed), progress)
    result = run.result
    result.failed |= failed
    for name, judged in judge(run.waiting(names)):
        if isinstance(judged, Record):
            result.moves += _moved(course, lab, name, judged)
            course.save_record(name, judged)
            remember(course, lab, name, judged)
            run.records.add(name)
            result.judged.add(name)
        else:
            result.failed[name] = str(judged)
        run.tell()
    rows = run.rows()
    write_rows(course, lab, rows, lambda written: run.tell(written, len(rows)))
    return result


def grading_alone(course: Course, lab: Lab) -> contextlib.AbstractContextManager[None]:
    """Keep other gradings out meanwhile: of the lab, or of the whole course where the gradebook has one writer."""
    name = "grading.lock" if is_file(course) else f"grading-{lab.name}.lock"
    return alone(course.private / name, "another grading")


class _Run:
    """One grading under way."""

    def __init__(
        self, course: Course, lab: Lab, isolation: str, force: bool, total: int = 0, progress: Progress | None = None
    ) -> None:
        self.course, self.lab, self.force, self.total, self.progress = course, lab, force, total, progress
        self.records: OnDemand[Record] = OnDemand([], self._record)
        self.result = Grading(self.records)
        self.stored = automatic_scores(course, lab)
        self.outdated: list[str] = []  # judged before, but the gradebook does not show it yet
        self.basis = Basis.now(course, lab, isolation)

    def tell(self, written: int | None = None, to_write: int = 0) -> None:
        """Tell how far it is."""
        if self.progress is not None:
            judged, ungraded = len(self.result.judged), len(self.result.unreadable) + len(self.result.failed)
            before = len(self.records) - judged + len(self.result.missing)
            self.progress(Standing(self.total, judged, before, ungraded, written, to_write))

    def waiting(self, names: list[str]) -> Iterator[tuple[str, Submission]]:
        """Read one submission after another, and hand on those that have to be judged."""
        for name in names:
            if reason := unfit(name):
                self.result.unreadable[repr(name)] = f"{reason}; rename the folder"
                continue
            try:
                submission = self._submission(name)
            except UserError as error:
                self.result.unreadable[name] = str(error)
                continue
            if submission is None:
                self.result.missing.add(name)
            elif self.force or not self._reuse(name, submission):
                yield name, submission
                continue  # whoever takes it tells
            self.tell()

    def rows(self) -> OnDemand[Graded | None]:
        """What the gradebook needs: of those judged before only where it does not show them yet."""
        return OnDemand(sorted({*self.result.judged, *self.outdated, *self.result.missing}), self._row)

    def _submission(self, name: str) -> Submission | None:
        folder = self.course.folder("submitted", name, self.lab.name)
        submitted_at(folder)  # an unreadable time would be met only when the rows are written
        path = folder / f"{self.lab.name}.ipynb"
        return submission_from(path, self.lab) if path.exists() else None

    def _reuse(self, name: str, submission: Submission) -> bool:
        """Take the stored record when the same submission was judged by the same suite, cases, kit and policy."""
        record = self.course.load_record(self.lab.name, name)
        if record is None or record.submission != submission.sha256 or Basis.of(record) != self.basis:
            return False
        self.records.add(name)
        if not self._shown(name, record):
            self.outdated.append(name)
            timestamp, scores = self.stored.get(name, (None, {}))
            if timestamp == submitted_at(self.course.folder("submitted", name, self.lab.name)):
                moved = move_from(name, scores, record, "judged anew by a grading that was stopped")
                self.result.moves += [moved] if moved else []
        return True

    def _shown(self, name: str, record: Record) -> bool:
        """True when gradebook and notebook hold this record for the time at which the submission was handed in."""
        folder = self.course.folder("autograded", name, self.lab.name)
        when = submitted_at(self.course.folder("submitted", name, self.lab.name))
        timestamp, scores = self.stored.get(name, (None, {}))
        return (
            shows(folder / f"{self.lab.name}.ipynb", record)
            and submitted_at(folder) == timestamp == when
            and all(scores.get(question.grade_id) == score_question(question).score for question in record.questions)
        )

    def _record(self, name: str) -> Record:
        record = self.course.load_record(self.lab.name, name)
        if record is None:
            raise KeyError(name)
        return record

    def _row(self, name: str) -> Graded | None:
        """Read again what was judged, to be written; None, and listed, when it is not what was judged any more."""
        when: datetime | None = None
        try:
            submission = self._submission(name)
            when = submitted_at(self.course.folder("submitted", name, self.lab.name))
        except UserError:
            self.result.failed[name] = CHANGED
            return None
        record = self.records.get(name)
        if (record and record.submission) != (submission and submission.sha256):
            self.result.failed[name] = CHANGED
            return None
        return submission, record, when


def students_of(course: Course, lab: Lab) -> list[str]:
    """Who handed in a folder for this lab."""
    if not course.submitted.is_dir():
        return []
    return sorted(path.name for path in course.submitted.iterdir() if (path / lab.name).is_dir())


def _moved(course: Course, lab: Lab, name: str, new: Record) -> list[Move]:
    """What judging the same submission again moves; the tests' scores, whatever humans gave."""
    old = course.load_record(lab.name, name)
    if old is None or old.submission != new.submission:
        return []
    found = move(name, old, new, sheet(old, lab), sheet(new, lab))
    return [found] if found else []


def _keep_all(course: Course, lab: Lab, names: list[str]) -> None:
    """Keep what was put into submitted/ by whatever way; what cannot be read is told when it is graded."""
    for name in names:
        if not unfit(name):
            with contextlib.suppress(UserError):
                keep_submitted(course, lab, name)


def _who(course: Course, lab: Lab, only: Collection[str] | None) -> list[str]:
    names = students_of(course, lab)
    for student in only or ():
        if student not in names:
            raise UserError(f"{student!r} handed in nothing for {lab.name}; who did: {', '.join(names) or 'nobody'}")
    if not names:
        raise UserError(
            f"nothing was collected for {lab.name} in {course.submitted}; "
            f"run `gradlab collect {lab.name}` or `gradlab import {lab.name} FILES`"
        )
    return names if only is None else sorted(set(only))
