"""Which labs are still open: an assembly lab's layers.py holds answers, and must not go out before they are due."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from autograder.course import Course
from autograder.errors import UserError
from autograder.handouts import LAYERS
from autograder.labs import Lab, all_labs
from autograder.provided import layer_names, layers


def refuse_answers_of_open_labs(course: Course, lab: Lab, closed: Collection[str] = ()) -> None:
    """UserError where releasing `lab` would put the answers of an open lab into students' hands.

    Either its layers.py holds them, or `lab` is itself the open one and another lab's layers.py is out already.
    """
    for name in answers_in(lab):
        if name not in closed and (reason := still_open(course, name)):
            raise UserError(
                f"{lab.name} hands out the solutions of {name} in layers.py, and {reason}: release it later, "
                f"add {name!r} to c.Audit.closed in nbgrader_config.py, or set c.Audit.own_layers = True there"
            )
    if lab.name in closed or not still_open(course, lab.name):
        return
    for other in all_labs(course.assignments):
        out = course.folder("release", lab=other.name) / LAYERS
        if out.is_file() and lab.name in answers_in(other) and not has_gaps(out):
            raise UserError(
                f"the solutions of {lab.name} are out already, in {out}: delete {out.parent} and release it later, "
                f"or add {lab.name!r} to c.Audit.closed in nbgrader_config.py"
            )


def answers_in(lab: Lab) -> tuple[str, ...]:
    """The labs whose solutions `lab` hands out."""
    names = layer_names(lab)
    return layers(lab.name, names).labs if names else ()


def still_open(course: Course, name: str, now: datetime | None = None) -> str:
    """Why a lab counts as open ("" when it is not): it was made for release, and somebody may still hand it in."""
    from nbgrader.api import MissingEntry

    from autograder.database import opened

    with opened(course) as gradebook:
        try:
            assignment = gradebook.find_assignment(name)
        except MissingEntry:
            return ""
        due = assignment.duedate
        extensions = [submission.extension for submission in assignment.submissions if submission.extension]
    if due is None:
        return f"{name} has no due date"
    due += max(extensions, default=timedelta())
    if (now or datetime.now(UTC).replace(tzinfo=None)) <= due:
        return f"{name} can be handed in until {due:%Y-%m-%d %H:%M} UTC"
    return ""


def has_gaps(path: Path) -> bool:
    """True for a layers.py that leaves the earlier labs' functions to the student."""
    return "raise NotImplementedError" in path.read_text("utf-8")
