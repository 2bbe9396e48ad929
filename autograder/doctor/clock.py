"""Whether this machine's clock can be believed: what is late depends on it. No other machine is asked."""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.course import Course
from autograder.doctor.finding import Finding

WHAT = "clock"
TOLERANCE = 60.0  # seconds; a file server's clock is never quite one's own


def examine_clock(course: Course | None = None, exchange: Path | None = None) -> list[Finding]:
    """Compare the clock with what the system noted about files (ctime, which nobody can set), and name the zone."""
    now = time.time()
    shown = datetime.fromtimestamp(now).astimezone()
    words = f"{shown:%Y-%m-%d %H:%M:%S} {shown.tzname()} (UTC{shown:%z})"
    if zone := _unknown_zone():
        remedy = f"The environment says TZ={zone}, which is no time zone here: correct it, or unset TZ."
        return [Finding(WHAT, False, words, remedy)]
    latest = max(_changed(course, exchange), default=(0.0, Path()))
    if latest[0] > now + TOLERANCE:
        when = datetime.fromtimestamp(latest[0]).astimezone()
        remedy = (
            f"It is slow, or was wrong before: {latest[1]} was changed at {when:%Y-%m-%d %H:%M:%S}, which is yet to "
            "come. Set it (`timedatectl set-ntp true`) before anything is collected: what is late depends on it."
        )
        return [Finding(WHAT, False, words, remedy)]
    for folder in [*([course.private] if course else []), *([exchange / "inbound"] if exchange else [])]:
        difference = _difference(folder)
        if abs(difference) > TOLERANCE:
            remedy = (
                f"Files in {folder} get a time that is {difference:+.0f} seconds from it: the machine that stores them "
                "has another clock. Set both (`timedatectl set-ntp true`): what is late depends on them."
            )
            return [Finding(WHAT, False, words, remedy)]
    return [Finding(WHAT, True, words)]


def _unknown_zone() -> str:
    """What TZ says, if no such zone is known: the system would take it for UTC without a word."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name or "," in name or any(sign.isdigit() for sign in name):  # a rule such as CET-1CEST, not a name
        return ""
    try:
        ZoneInfo(name if not Path(name).is_absolute() else "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return name
    return ""


def _changed(course: Course | None, exchange: Path | None) -> Iterator[tuple[float, Path]]:
    """When the kit was installed, and the gradebook, the submissions and the exchange were last changed."""
    yield Path(__file__).stat().st_ctime, Path(__file__)
    if course is None:
        return
    folders = [course.root, course.submitted, *([exchange / "inbound"] if exchange else [])]
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    yield entry.stat(follow_symlinks=False).st_ctime, Path(entry.path)
        except OSError:
            continue  # not there, or not for this user's eyes


def _difference(folder: Path) -> float:
    """Seconds between the clock and the time that a new file in `folder` gets; 0 where none can be made."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
            return os.fstat(file.fileno()).st_ctime - time.time()
    except OSError:
        return 0.0
