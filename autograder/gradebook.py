"""Records into nbgrader's gradebook, a whole class in one transaction; and what humans gave, back out of it.

The rows are those that `nbgrader autograde` leaves, because nbgrader's own preprocessors write them: they are given
the rows in memory (nbgrader_plugins/rows.py), and what they changed is stored at the end, all or nothing.
"""

import copy
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Grade, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties, OverwriteCells, SaveAutoGrades
from sqlalchemy.orm import undefer

from autograder.course import Course
from autograder.database import opened, take_turns
from autograder.labs import Lab
from autograder.nbgrader_plugins.app import course_app
from autograder.nbgrader_plugins.folders import carry_over, discard_feedback
from autograder.nbgrader_plugins.rows import LabRows
from autograder.nbgrader_plugins.verdicts import write_verdicts
from autograder.records import Record
from autograder.storing import not_written
from autograder.submissions import Submission

# Submission and record are None when the notebook was not handed in: every question is worth 0 then.
Graded = tuple[Submission | None, Record | None, datetime | None]
STAGING = "staging-"
AT_ONCE = 50  # students in memory
WRITERS = 4  # threads that write notebooks: on a shared disk each file waits for a server
# By grade_id: score (None: nobody has judged it), points, comment.
Manual = dict[str, tuple[float | None, float, str]]


def write_rows(
    course: Course,
    lab: Lab,
    graded: Mapping[str, Graded | None],
    progress: Callable[[int], None] = lambda written: None,
) -> None:
    """Store the grades of `graded` (by student; None: leave this one out) and the notebooks that formgrader shows.

    All or nothing: one transaction, and only after it the notebooks, each of which says which record it shows. So a
    notebook that shows a record is proof that its grades are stored, wherever this was interrupted. `graded` may load
    what it holds when it is asked; a few at a time are in memory. Notebooks are written while the next are scored.

    Scores, comments, extensions and flags that people gave stay as they are. Penalties are worked out for everyone,
    whether in `graded` or not: the deadline, the rule or a hand-given score may have changed.
    """
    app, names, written = course_app(course), list(graded), set[str]()
    try:
        course.private.mkdir(mode=0o700, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}{lab.name}+", dir=course.private))
        try:
            with opened(course) as gradebook, ThreadPoolExecutor(WRITERS) as writers:
                take_turns(gradebook)
                for first in range(0, len(names), AT_ONCE):
                    some = {name: graded[name] for name in names[first : first + AT_ONCE]}
                    found = {name: item for name, item in some.items() if item is not None}
                    _write_some(gradebook, course, lab, found, staging, writers)
                    written |= found.keys()
                    progress(first + len(some))
                outdated = _assign_penalties(app, gradebook, LabRows(gradebook, lab, ())) | written
                gradebook.db.flush()
                for student in outdated:
                    discard_feedback(course, student, lab)
                gradebook.db.commit()
            for student in written:
                _swap(staging, student, course.folder("autograded", student, lab.name))
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise not_written(error, course.private) from error


def _write_some(
    gradebook: Any,
    course: Course,
    lab: Lab,
    graded: Mapping[str, Graded],
    staging: Path,
    writers: ThreadPoolExecutor,
) -> None:
    files: list[Future[None]] = []
    with gradebook.db.no_autoflush:
        rows = LabRows(gradebook, lab, graded)
        for student, (submission, record, timestamp) in graded.items():
            if timestamp is not None:
                rows.submissions[student].timestamp = timestamp
            notebook = _score(rows, student, submission, record)
            place, submitted = staging / "new" / student, course.folder("submitted", student, lab.name)
            files.append(writers.submit(_stage, place, submitted, lab, notebook))
    for file in files:
        file.result()  # raises what its writing raised
    gradebook.db.flush()
    gradebook.db.expunge_all()


def discard_staging(course: Course, lab: Lab) -> None:
    """Remove what a process that was killed left. For whoever works on the lab alone."""
    for folder in course.private.glob(f"{STAGING}{lab.name}+*"):
        shutil.rmtree(folder, ignore_errors=True)


def automatic_scores(course: Course, lab: Lab) -> dict[str, tuple[datetime | None, dict[str, float | None]]]:
    """By student: when the submission in the gradebook was handed in, and the automatic score of every cell."""
    found: dict[str, tuple[datetime | None, dict[str, float | None]]] = {}
    with opened(course) as gradebook:
        query = gradebook.db.query(
            SubmittedAssignment.student_id, SubmittedAssignment.timestamp, BaseCell.name, Grade.auto_score
        )
        query = query.select_from(Grade).join(BaseCell, Grade.cell_id == BaseCell.id).join(Grade.notebook)
        query = query.join(SubmittedNotebook.assignment).join(SubmittedAssignment.assignment)
        for student, timestamp, cell, score in query.filter(Assignment.name == lab.name):
            found.setdefault(student, (timestamp, {}))[1][cell] = score
    return found


def _score(rows: LabRows, student: str, submission: Submission | None, record: Record | None) -> Any:
    """Run nbgrader's own preprocessors on one clean notebook, writing to `rows`; the notebook to show, or None.

    Its metadata is the release's, so that CheckCellMetadata, two thirds of the time, would find nothing.
    """
    if submission is None or record is None:
        for grade in rows.grades[student].values():
            grade.auto_score, grade.needs_manual_grade = 0, False
        return None
    notebook = copy.deepcopy(submission.notebook)
    _run(OverwriteCells(), notebook, rows, student)
    write_verdicts(notebook, record)
    _run(SaveAutoGrades(), notebook, rows, student)
    return notebook


def _run(preprocessor: Any, notebook: Any, rows: LabRows, student: str) -> None:
    preprocessor.gradebook = rows
    preprocessor.notebook_id = preprocessor.assignment_id = rows.lab
    preprocessor.student_id = student
    for index, cell in enumerate(notebook.cells):
        notebook.cells[index], _ = preprocessor.preprocess_cell(cell, {}, index)


def _assign_penalties(app: Any, gradebook: Any, rows: LabRows) -> set[str]:
    """What AssignLatePenalties does, through the plugin that the course has configured; whose penalty is another."""
    late = _late(app, rows.lab)
    changed = set()
    query = gradebook.db.query(SubmittedNotebook, SubmittedAssignment).join(SubmittedNotebook.assignment)
    query = query.filter(SubmittedNotebook.notebook_id == rows.notebook.id).options(undefer(SubmittedNotebook.score))
    for notebook, submission in query.populate_existing():
        seconds, penalty = _seconds_late(submission), None
        if seconds > 0:
            penalty = late.plugin_inst.late_submission_penalty(submission.student_id, notebook.score, seconds)
        if penalty is not None:
            penalty = late._check_late_penalty(notebook, penalty)
        if penalty != notebook.late_submission_penalty:
            notebook.late_submission_penalty = penalty
            changed.add(submission.student_id)
    return changed


def _late(app: Any, lab: str) -> Any:
    late = AssignLatePenalties(parent=app)
    late.assignment_id = lab  # our own plugin has rules by lab
    late.init_plugin()
    return late


def late_rule(app: Any, lab: Lab) -> Callable[[str, float, float], float | None]:
    """The course's plugin: student, score and seconds late in, points to take off out."""
    rule: Callable[[str, float, float], float | None] = _late(app, lab.name).plugin_inst.late_submission_penalty
    return rule


def refresh_penalties(course: Course, lab: Lab) -> None:
    """Work out everyone's penalty anew: the rule, the deadline or a hand-given score may have changed."""
    app = course_app(course)
    with opened(course) as gradebook:
        take_turns(gradebook)
        changed = _assign_penalties(app, gradebook, LabRows(gradebook, lab, ()))
        if changed:
            gradebook.db.flush()
            for student in changed:
                discard_feedback(course, student, lab)
            gradebook.db.commit()


def _seconds_late(submission: Any) -> float:
    """nbgrader's total_seconds_late, which fails for an extension of an assignment without a due date."""
    return float(submission.total_seconds_late) if submission.assignment.duedate is not None else 0.0


def _stage(folder: Path, submitted: Path, lab: Lab, notebook: Any) -> None:
    folder.mkdir(parents=True)
    if notebook is not None:
        # In one line: with an indent, json's fast encoder is not used, and writing takes longer than all else.
        (folder / f"{lab.name}.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    carry_over(submitted, folder)
    for path in folder.iterdir():
        path.chmod(0o444)


def _swap(staging: Path, student: str, place: Path) -> None:
    """Put the staged folder in the place of the earlier one: readers see one or the other, never half."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        (staging / "old").mkdir(exist_ok=True)
        os.rename(place, staging / "old" / student)
    os.rename(staging / "new" / student, place)


@dataclass
class ByHand:
    """What stands in the gradebook beside the record: what people gave, and what came of a late submission."""

    manual: Manual
    penalty: float
    late: timedelta


def by_hand(course: Course, lab: Lab, student: str | None = None) -> dict[str, ByHand]:
    """Hand-given scores and comments by student, for all or for one.

    Autograded cells appear only where somebody changed the score or left a comment; the comment on a solution cell
    `Q` is reported with its test cell `test_Q`.
    """
    questions = {question.grade_id: question for question in lab.questions}
    given: dict[str, ByHand] = {}
    with opened(course) as gradebook:
        words = (Comment.manual_comment, Comment.auto_comment)
        said = {
            (row.student_id, cell): (manual or "", automatic or "")
            for row, _, cell, manual, automatic in _cells(gradebook.db, lab, student, Comment, *words)
        }
        scores = (Grade.manual_score, Grade.auto_score, Grade.extra_credit)
        for row, penalty, cell, manual, automatic, extra in _cells(gradebook.db, lab, student, Grade, *scores):
            late = timedelta(seconds=_seconds_late(row))
            manual_grades = given.setdefault(row.student_id, ByHand({}, penalty or 0.0, late)).manual
            question = questions.get(cell)
            if question is None:
                continue
            comment, remark = said.get((row.student_id, cell if question.written else question.name), ("", ""))
            score = manual if manual is not None else automatic
            if score is not None and extra:
                score += extra
            if question.written:
                manual_grades[cell] = (score, question.points, comment or remark)
            elif manual is not None or extra or comment:
                manual_grades[cell] = (score if manual is not None or extra else None, question.points, comment)
    return given


def _cells(db: Any, lab: Lab, student: str | None, table: Any, *columns: Any) -> Any:
    """Rows (submission, late penalty, cell name, *columns) of one lab."""
    query = db.query(SubmittedAssignment, SubmittedNotebook.late_submission_penalty, BaseCell.name, *columns)
    query = query.select_from(table).join(BaseCell, table.cell_id == BaseCell.id).join(table.notebook)
    query = query.join(SubmittedNotebook.assignment).join(SubmittedAssignment.assignment)
    query = query.filter(Assignment.name == lab.name)
    return query if student is None else query.filter(SubmittedAssignment.student_id == student)
