"""Which of a student's attempts is graded: the last one, or, where the course says so, the best.

c.Attempts.graded = "best"
c.Attempts.labs = {"lab06_lenet": "last"}
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Assignment, SubmittedAssignment

from autograder.attempts import Attempt, attempts_of, lying, put_forward
from autograder.basis import Basis
from autograder.course import CONFIG, Course
from autograder.database import opened
from autograder.errors import UserError
from autograder.gradebook import late_rule
from autograder.labs import Lab
from autograder.nbgrader_plugins.app import course_app
from autograder.normalise import submission_from
from autograder.pool import Judging
from autograder.records import Record, from_json
from autograder.score import score_record
from autograder.storing import write_whole
from autograder.submissions import Submission

RECORD = "record.json"
WAYS = ("last", "best")


def graded_attempt(course: Course, lab: Lab) -> str:
    """`last` or `best`; UserError, one line, for anything else in the course's settings."""
    section = dict(course.config.get("Attempts", {}))
    labs, where = section.pop("labs", {}), f"{course.root / CONFIG}: c.Attempts"
    common = section.pop("graded", "last")
    if section:
        raise UserError(f"{where}.{next(iter(section))} is not a setting; there are graded and labs")
    if not isinstance(labs, Mapping):
        raise UserError(f'{where}.labs is {labs!r}, expected a way by lab: {{"lab01_x": "best"}}')
    for name, way in {"graded": common, **{f"labs[{lab!r}]": way for lab, way in labs.items()}}.items():
        if way not in WAYS:
            raise UserError(f"{where}.{name} is {way!r}, expected last or best")
    return str(labs.get(lab.name, common))


def remember(course: Course, lab: Lab, student: str, record: Record) -> None:
    """Keep with the attempt in submitted/ what was found in it, for the progress over attempts."""
    if (attempt := lying(course, lab, student)) is not None:
        write_whole(attempt.folder / RECORD, record.to_json())


def attempt_record(attempt: Attempt) -> Record | None:
    """What was found in an attempt when it was last judged; None when it never was."""
    try:
        return from_json((attempt.folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def put_best_forward(
    course: Course,
    lab: Lab,
    students: list[str],
    judging: Judging,
    isolation: str,
    progress: Callable[[str], None] = lambda student: None,
) -> dict[str, str]:
    """Judge the attempts that were not, and put each student's best into submitted/; who failed, and why.

    The best has most points of the tests after what lateness costs; of equals the later one, with the later answers.
    """
    attempts = {student: found for student in students if len(found := attempts_of(course, lab, student)) > 1}
    basis, failed = Basis.now(course, lab, isolation), dict[str, str]()
    folders: dict[str, Attempt] = {}

    def waiting() -> Iterator[tuple[str, Submission]]:
        for student, found in attempts.items():
            for attempt in found:
                submission = _submission(attempt, lab)
                known = attempt_record(attempt)
                if submission and not (known and known.submission == submission.sha256 and Basis.of(known) == basis):
                    name = f"{student}/{attempt.number}"
                    folders[name] = attempt
                    yield name, submission

    for name, judged in judging(waiting()):
        student = name.rpartition("/")[0]
        if isinstance(judged, Record):
            write_whole(folders[name].folder / RECORD, judged.to_json())
        else:
            failed[student] = f"attempt {folders[name].number}: {judged}"
        progress(student)
    worth = _Worth(course, lab, basis)
    for student, found in attempts.items():
        if student not in failed:
            best = max(found, key=lambda attempt: (worth.of(student, attempt), attempt.order))
            put_forward(course, lab, student, best)
    return failed


def _submission(attempt: Attempt, lab: Lab) -> Submission | None:
    path: Path = attempt.folder / f"{lab.name}.ipynb"
    try:
        return submission_from(path, lab) if attempt.sha256 else None
    except UserError:
        return None  # when nothing better was handed in, grading says why it cannot be read


class _Worth:
    """Points of the tests, after what lateness costs."""

    def __init__(self, course: Course, lab: Lab, basis: Basis) -> None:
        self._lab, self._basis = lab, basis
        self._rule = late_rule(course_app(course), lab)
        with opened(course) as gradebook:
            self._due: datetime | None = gradebook.find_assignment(lab.name).duedate
            query = gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
            query = query.join(SubmittedAssignment.assignment).filter(Assignment.name == lab.name)
            self._extensions: dict[str, timedelta] = {student: extra for student, extra in query if extra}

    def of(self, student: str, attempt: Attempt) -> float:
        record = attempt_record(attempt)
        if record is None or Basis.of(record) != self._basis or not attempt.sha256:
            return -1.0 if attempt.sha256 else 0.0  # cannot be read; without a notebook
        score = score_record(record).score
        if self._due is None or attempt.when is None:
            return score
        late = (attempt.when - self._due - self._extensions.get(student, timedelta())).total_seconds()
        penalty = self._rule(student, score, late) if late > 0 else None
        return score - min(max(penalty or 0.0, 0.0), score)
