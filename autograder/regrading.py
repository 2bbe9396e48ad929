"""Judging again after a suite, its weights or the limits changed: first a report of whose score moves, then the grades.

A record says what it rests on, so only those whose basis changed are judged; the new records wait in .gradlab/regrade/
until they are published. What humans gave stays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder import pool
from autograder.basis import Basis
from autograder.course import Course
from autograder.errors import InfrastructureError, UserError
from autograder.gradebook import ByHand, by_hand, late_rule
from autograder.grading import CHANGED, Grading, at_work, complete, students_of
from autograder.labs import Lab
from autograder.moves import Move, causes, move
from autograder.nbgrader_plugins.app import course_app
from autograder.normalise import submission_from
from autograder.records import Record, from_json
from autograder.report.sheet import Sheet, sheet
from autograder.storing import discard_partial, write_whole
from autograder.submissions import Submission


@dataclass
class Regrade:
    """What a regrade would do; nothing of it is in the gradebook yet."""

    moves: list[Move] = field(default_factory=list)
    still: list[str] = field(default_factory=list)  # judged again with the same scores
    current: list[str] = field(default_factory=list)  # judged on the present basis already
    ungraded: list[str] = field(default_factory=list)  # never judged, or handed in anew: `gradlab grade`
    failed: dict[str, str] = field(default_factory=dict)  # our own failure
    causes: list[str] = field(default_factory=list)


def preview(
    course: Course,
    lab: Lab,
    jobs: int,
    isolation: str = "bubblewrap",
    progress: Callable[[str, int, int], None] = lambda student, done, total: None,
) -> Regrade:
    """Judge again whose basis changed, and say whose score moves. Goes on where an earlier run was stopped."""
    with at_work(course, lab):
        discard_partial(_folder(course, lab))
        basis, result = Basis.now(course, lab, isolation), Regrade()
        affected = _affected(course, lab, basis, result)
        done = {name: record for name in affected if (record := _pending(course, lab, name, basis)) is not None}
        left = [name for name in affected if name not in done]
        waiting = ((name, submission_from(_notebook(course, lab, name), lab)) for name in left)
        for name, judged in pool.judge_many(lab, waiting, course, jobs, isolation):
            if isinstance(judged, Record):
                write_whole(_folder(course, lab) / f"{name}.json", judged.to_json())
                done[name] = judged
            else:
                result.failed[name] = str(judged)
            progress(name, len(done) + len(result.failed), len(affected))
    found: set[str] = set()
    given = by_hand(course, lab)
    rule = late_rule(course_app(course), lab)
    for name, new in sorted(done.items()):
        old = affected[name]
        found |= set(causes(old, basis))
        before, after = _sheets(name, old, new, lab, given.get(name), rule)
        if (moved := move(name, old, new, before, after)) is not None:
            result.moves.append(moved)
        else:
            result.still.append(name)
    result.causes = sorted(found)
    return result


def publish(course: Course, lab: Lab, isolation: str = "bubblewrap") -> Grading:
    """Put what was previewed into the gradebook; UserError when somebody affected is not in the preview.

    It can be stopped: the next run finishes it, with what was previewed.
    """
    with at_work(course, lab):
        basis, present = Basis.now(course, lab, isolation), Regrade()
        affected = _affected(course, lab, basis, present)
        stopped = [name for name in present.current if _is_stored(course, lab, name)]  # by an earlier publishing
        pending = {name: _pending(course, lab, name, basis) for name in (*affected, *stopped)}
        found = {name: record for name, record in pending.items() if record is not None}
        missing = affected.keys() - found.keys()
        if missing:
            raise UserError(
                f"{len(missing)} of {len(affected)} were not judged again on what there is now: "
                f"run `gradlab regrade {lab.name}` and read whose score moves; nothing was published"
            )
        if not found:
            raise UserError(f"nothing of {lab.name} waits to be published: everybody is judged on what there is now")
        done = complete(course, lab, sorted(found), lambda waiting: _as_previewed(waiting, found), isolation)
        for name in done.records:
            (_folder(course, lab) / f"{name}.json").unlink(missing_ok=True)
    return done


def _as_previewed(
    waiting: Iterable[tuple[str, Submission]], found: Mapping[str, Record]
) -> Iterator[tuple[str, Record | InfrastructureError]]:
    """In the place of judges: what they found for the preview."""
    for name, submission in waiting:
        same = found[name].submission == submission.sha256
        yield name, found[name] if same else InfrastructureError(CHANGED)


def _affected(course: Course, lab: Lab, basis: Basis, result: Regrade) -> dict[str, Record]:
    """By student the record of the present submission, where it rests on something that changed."""
    affected: dict[str, Record] = {}
    for name in students_of(course, lab):
        record, path = course.load_record(lab.name, name), _notebook(course, lab, name)
        if not path.exists():
            continue  # 0 points, whatever the tests are
        try:
            current: str | None = submission_from(path, lab).sha256
        except UserError:
            current = None
        if record is None or record.submission != current:
            result.ungraded.append(name)
        elif Basis.of(record) == basis:
            result.current.append(name)
        else:
            affected[name] = record
    if not affected and not result.current:
        raise UserError(f"nothing of {lab.name} is graded yet; run `gradlab grade {lab.name}`")
    return affected


def _sheets(
    name: str,
    old: Record,
    new: Record,
    lab: Lab,
    given: ByHand | None,
    rule: Callable[[str, float, float], float | None],
) -> tuple[Sheet, Sheet]:
    """The student's marks before and after, each less what lateness costs."""
    manual = given.manual if given else None
    before = sheet(old, lab, manual, given.penalty if given else 0.0)
    after = sheet(new, lab, manual)
    late = given.late.total_seconds() if given else 0.0
    score = after.score or 0.0
    penalty = (rule(name, score, late) or 0.0) if late > 0 else 0.0
    return before, replace(after, penalty=min(max(penalty, 0.0), score))


def _is_stored(course: Course, lab: Lab, student: str) -> bool:
    """Whether what was previewed is the student's record already, and waits here still."""
    try:
        return (_folder(course, lab) / f"{student}.json").read_bytes() == (
            course.records(lab.name) / f"{student}.json"
        ).read_bytes()
    except FileNotFoundError:
        return False


def _folder(course: Course, lab: Lab) -> Path:
    return course.private / "regrade" / lab.name


def _notebook(course: Course, lab: Lab, student: str) -> Path:
    return course.folder("submitted", student, lab.name) / f"{lab.name}.ipynb"


def _pending(course: Course, lab: Lab, student: str, basis: Basis) -> Record | None:
    """What was found when the present submission was judged again on the present basis."""
    try:
        record = from_json((_folder(course, lab) / f"{student}.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    known = course.load_record(lab.name, student)
    same = known is not None and known.submission == record.submission
    return record if same and Basis.of(record) == basis else None
