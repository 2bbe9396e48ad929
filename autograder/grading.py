"""Grades the submissions of one lab: what was judged before is not judged again, what is judged is kept at once.

submitted/ -> normalise -> judge (in parallel) -> records -> gradebook (one transaction)
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from autograder import __version__, pool
from autograder.course import Course
from autograder.course_policy import policy_of
from autograder.errors import UserError
from autograder.gradebook import Graded, write_rows
from autograder.labs import Lab
from autograder.nbgrader_plugins.folders import submitted_at
from autograder.normalise import submission_from
from autograder.records import Record
from autograder.replay.cases import salt_id
from autograder.replay.suite import suite_hash
from autograder.submissions import Submission


@dataclass
class Grading:
    """What came of grading one lab."""

    records: dict[str, Record] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)  # the others were judged before, on the same cases
    missing: set[str] = field(default_factory=set)  # handed in a folder without the notebook: 0
    unreadable: dict[str, str] = field(default_factory=dict)  # not graded: why their notebook cannot be read
    failed: dict[str, str] = field(default_factory=dict)  # not graded: our own failure


Progress = Callable[[str, int, int], None]  # student, done, of


def grade(
    course: Course,
    lab: Lab,
    jobs: int,
    student: str | None = None,
    force: bool = False,
    isolation: str = "bubblewrap",
    progress: Progress = lambda student, done, total: None,
) -> Grading:
    """Grade what was collected; stop it at any time, the next run goes on where it stopped."""
    grading = Grading()
    submissions = _submissions(course, lab, student, grading)
    waiting = {
        name: submission
        for name, submission in submissions.items()
        if force or not _reuse(course, lab, name, submission, isolation, grading)
    }
    for done, (name, result) in enumerate(pool.judge_many(lab, waiting, course, jobs, isolation) if waiting else (), 1):
        if isinstance(result, Record):
            course.save_record(name, result)
            grading.records[name] = result
            grading.judged.add(name)
        else:
            grading.failed[name] = str(result)
        progress(name, done, len(waiting))
    write_rows(course, lab, _rows(course, lab, submissions, grading))
    return grading


def students_of(course: Course, lab: Lab) -> list[str]:
    """Who handed in a folder for this lab."""
    if not course.submitted.is_dir():
        return []
    return sorted(path.name for path in course.submitted.iterdir() if (path / lab.name).is_dir())


def _submissions(course: Course, lab: Lab, student: str | None, grading: Grading) -> dict[str, Submission]:
    names = students_of(course, lab)
    if student is not None and student not in names:
        raise UserError(f"{student!r} handed in nothing for {lab.name}; who did: {', '.join(names) or 'nobody'}")
    if not names:
        raise UserError(
            f"nothing was collected for {lab.name} in {course.submitted}; run `nbgrader collect {lab.name}`"
        )
    submissions = {}
    for name in [student] if student else names:
        folder = course.folder("submitted", name, lab.name)
        try:
            submitted_at(folder)  # an unreadable time would be met only when the rows are written
            if (folder / f"{lab.name}.ipynb").exists():
                submissions[name] = submission_from(folder / f"{lab.name}.ipynb", lab)
            else:
                grading.missing.add(name)
        except UserError as error:
            grading.unreadable[name] = str(error)
    return submissions


def _reuse(course: Course, lab: Lab, name: str, submission: Submission, isolation: str, grading: Grading) -> bool:
    """Take the stored record when the same submission was judged by the same suite, cases, kit, policy and points."""
    record = course.load_record(lab.name, name)
    if record is None:
        return False
    points = [(question.grade_id, question.points) for question in lab.questions if not question.written]
    same = (
        record.submission == submission.sha256
        and (record.suite, record.salt_id, record.kit) == (suite_hash(lab), salt_id(course.salt()), __version__)
        and (record.isolation, record.policy) == (isolation, policy_of(course, lab.name).as_record())
        and [(question.grade_id, question.points) for question in record.questions] == points
    )
    if same:
        grading.records[name] = record
    return same


def _rows(course: Course, lab: Lab, submissions: dict[str, Submission], grading: Grading) -> dict[str, Graded]:
    """What the gradebook needs: of those judged before only where it does not show them yet."""
    rows: dict[str, Graded] = {}
    for name, record in grading.records.items():
        submitted = course.folder("submitted", name, lab.name)
        autograded = course.folder("autograded", name, lab.name)
        shown = (autograded / f"{lab.name}.ipynb").is_file() and submitted_at(autograded) == submitted_at(submitted)
        if name in grading.judged or not shown:
            rows[name] = (submissions[name], record, submitted_at(submitted))
    for name in grading.missing:
        rows[name] = (None, None, submitted_at(course.folder("submitted", name, lab.name)))
    return rows
