"""Whether students and staff can meet in the exchange: that it is there, and who may do what in it, as nbgrader wants.

Modes are read, not tried: root may do everything, and what counts is what the others may do.
"""

import os
import stat
from pathlib import Path
from typing import Any

from autograder.course import CONFIG, Course
from autograder.doctor.finding import Finding

WHAT = "exchange"
EVERYBODY = 0o777  # nbgrader's mode of the root
HAND_IN = 0o733  # of inbound: put something in, without seeing what others did
FETCH = 0o055  # of the course and outbound: go in and read


def examine_exchange(app: Any, course: Course) -> tuple[list[Finding], Path | None]:
    """What is wrong with the exchange, the first thing first; and the course's folder in it, if there is one."""
    step = app.exchange.Collect(coursedir=app.coursedir, authenticator=app.authenticator, parent=app)
    zone = _timezone(step)
    root = getattr(step, "root", None)
    if not isinstance(root, str):
        return [*zone, Finding(WHAT, True, f"{type(step).__name__}, which is not a folder")], None
    place, chosen, shared = Path(root), "root" in app.config.Exchange, bool(app.coursedir.groupshared)
    if not chosen and not place.exists():
        return [*zone, Finding(WHAT, True, "none: labs are sent out and imported")], None
    folder = place / course.course_id if course.course_id else None
    trouble = _root(place, course, shared) or (_course_folder(folder, shared) if folder and folder.exists() else None)
    if trouble:
        return [*zone, Finding(WHAT, False, root, trouble)], folder
    if folder is None or not folder.exists():
        found = Finding(WHAT, True, f"{root}, nothing of this course in it yet")
    else:
        found = Finding(WHAT, True, str(folder))
    return [*zone, found, *_movable(place, shared), *_ways(place)], folder


def _root(root: Path, course: Course, shared: bool) -> str | None:
    """What keeps nbgrader from using the root, with what to do; None if nothing does."""
    if not root.is_dir():
        why = "is no folder" if root.exists() else "is not there"
        return (
            f"{root} {why}: make it with `mkdir -p {root} && chmod 1777 {root}`, or correct c.Exchange.root in "
            f"{course.root / CONFIG}."
        )
    mode = stat.S_IMODE(root.stat().st_mode)
    if not shared and mode & EVERYBODY != EVERYBODY:
        return f"{root} has mode {mode:o}, and nbgrader wants 777, so that students can use it: `chmod 1777 {root}`."
    if not os.access(root, os.W_OK | os.X_OK):
        return f"{root} may not be written by you: ask its owner, {_owner(root)}, to let your group write there."
    return None


def _course_folder(folder: Path, shared: bool) -> str | None:
    """What is wrong with the course's own folder in the exchange, with what to do; None if nothing is."""
    owner = folder.stat().st_uid
    if not shared and owner != os.geteuid():
        return (
            f"{folder} belongs to {_owner(folder)}, and nbgrader lets only its owner release there: work as "
            f"{_owner(folder)}, or `chown -R {_account(os.geteuid())} {folder}`."
        )
    wanted = {folder: FETCH, folder / "outbound": FETCH, folder / "inbound": HAND_IN, folder / "feedback": 0o001}
    for place, bits in wanted.items():
        if not place.is_dir():
            continue
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & bits != bits:
            what = "hand in" if place.name == "inbound" else "fetch"
            return f"{place} has mode {mode:o}, so students cannot {what}: `chmod {mode | bits:o} {place}`."
        if place.name == "inbound" and mode & stat.S_IROTH:
            return f"{place} has mode {mode:o}, so students see who handed in: `chmod o-r {place}`."
    return None


def _movable(root: Path, shared: bool) -> list[Finding]:
    """A root without the sticky bit: whoever may write there can move the course's folder away."""
    if shared or root.stat().st_mode & stat.S_ISVTX:
        return []
    remedy = f"Every account can move a course's folder away from {root}: `chmod +t {root}`, as /tmp has it."
    return [Finding("folders in the exchange", False, "can be moved by everybody", remedy, needed=False)]


def _ways(root: Path) -> list[Finding]:
    """A folder above the root that others cannot enter; harmless where one account plays all."""
    for folder in reversed(root.absolute().parents):
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            remedy = (
                f"{folder} has mode {mode:o}, so other accounts cannot reach {root}: `chmod o+x {folder}` or another "
                "place, unless all work as one account."
            )
            return [Finding("way to the exchange", False, f"closed at {folder}", remedy, needed=False)]
    return []


def _timezone(step: Any) -> list[Finding]:
    """nbgrader's own: with one that does not exist, nothing can be handed in or collected."""
    from dateutil.tz import gettz

    if gettz(step.timezone) is not None:
        return []
    remedy = f"{step.timezone!r} is no time zone: correct c.Exchange.timezone, for example to 'UTC'."
    return [Finding("time zone of the exchange", False, step.timezone, remedy)]


def _owner(path: Path) -> str:
    return _account(path.stat().st_uid)


def _account(uid: int) -> str:
    import pwd  # not on every system that can release and report

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
