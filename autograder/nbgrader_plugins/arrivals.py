"""Folders that students handed in: looked at with care, and copied without ever following a link.

A student owns the folder and may change it while it is read. So nothing is looked up twice by its name: what is copied
is the open file that was checked, and a folder that changed after it was looked at is refused.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MAX_FILES = 1_000
MAX_DEPTH = 20
CHUNK = 1 << 20


class Refused(Exception):
    """Why a folder is not collected."""


@dataclass(frozen=True)
class Rules:
    """What a folder may be. `leaves_out` tells names that are neither counted nor copied."""

    owner: int | None  # user id of the student; None: whoever
    max_bytes: int
    max_file_bytes: int
    leaves_out: Callable[[str, bool], bool]  # name, is it a folder


@dataclass(frozen=True)
class _Entry:
    path: str  # below the folder that was handed in
    status: os.stat_result
    descriptor: int  # open while the entry is being looked at


def look(folder: Path, rules: Rules) -> datetime:
    """When the system last noted a change of the folder or anything in it (naive UTC); raises Refused."""
    return max(_utc(entry.status.st_ctime) for entry in _walk(folder, rules))


def take(folder: Path, target: Path, rules: Rules, seen: datetime) -> None:
    """Copy what `look` looked at to `target`, which is new; raises Refused when it is not that any more."""
    copied = 0
    for entry in _walk(folder, rules):
        if stat.S_ISDIR(entry.status.st_mode):
            (target / entry.path).mkdir(mode=0o755)
        else:
            copied += _copy(entry.descriptor, target / entry.path, rules.max_bytes - copied)
        if _utc(os.fstat(entry.descriptor).st_ctime) > seen:
            raise Refused(f"{_name(entry.path)} was changed while it was collected; collect again")


def _walk(folder: Path, rules: Rules) -> Iterator[_Entry]:
    """The folder and all in it, each open, after the checks; folders come before what they hold."""
    size = 0
    everything = _open_all(os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY), folder.name, "", 0, rules)
    for count, entry in enumerate(everything):  # the folder itself is number 0
        status, name = entry.status, _name(entry.path)
        if rules.owner is not None and status.st_uid != rules.owner:
            raise Refused(f"{name} belongs to {account(status.st_uid)}, not to the student")
        if not stat.S_ISDIR(status.st_mode):
            if not entry.path:
                raise Refused("it is no folder")
            if status.st_nlink > 1:
                raise Refused(f"{name} is a hard link, a file with {status.st_nlink} names")
            if status.st_size > rules.max_file_bytes:
                raise Refused(f"{name} has {_size(status.st_size)}, at most {_size(rules.max_file_bytes)} are taken")
            size += status.st_size
        if count > MAX_FILES:
            raise Refused(f"it holds more than {MAX_FILES:,} files")
        if size > rules.max_bytes:
            raise Refused(f"its files are larger than {_size(rules.max_bytes)} in all")
        yield entry


def _open_all(parent: int, name: str, path: str, depth: int, rules: Rules) -> Iterator[_Entry]:
    """`name` in the open folder `parent`, and all below it; closes `parent`."""
    try:
        status = os.stat(name, dir_fd=parent, follow_symlinks=False)
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise Refused(f"{_name(path)} is a link or a special file")
        # Never waits for a pipe and never follows a link, whatever has come to this place since.
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=parent)
    except OSError as error:
        raise Refused(f"{_name(path)} cannot be read ({error.strerror})") from None
    finally:
        os.close(parent)
    try:
        status = os.fstat(descriptor)
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise Refused(f"{_name(path)} is a link or a special file")
        if depth > MAX_DEPTH:
            raise Refused(f"its folders are nested more than {MAX_DEPTH} deep")
        yield _Entry(path, status, descriptor)
        if stat.S_ISDIR(status.st_mode):
            for below, is_folder in _names(descriptor):
                if not rules.leaves_out(below, is_folder):
                    yield from _open_all(os.dup(descriptor), below, os.path.join(path, below), depth + 1, rules)
    finally:
        os.close(descriptor)


def _names(descriptor: int) -> list[tuple[str, bool]]:
    names = []
    with os.scandir(descriptor) as entries:
        for entry in entries:
            names.append((entry.name, entry.is_dir(follow_symlinks=False)))
            if len(names) > MAX_FILES:
                raise Refused(f"it holds more than {MAX_FILES:,} files")
    return sorted(names)


def _copy(descriptor: int, target: Path, limit: int) -> int:
    """Copy an open file of at most `limit` bytes; how many there were."""
    copied = 0
    with open(target, "xb") as file:
        while block := os.read(descriptor, CHUNK):
            copied += len(block)
            if copied > limit:
                raise Refused("it grew while it was collected; collect again")
            file.write(block)
    return copied


def account(uid: int) -> str:
    """The name of an account for a sentence."""
    import pwd  # not on every system that can release and report

    try:
        return repr(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return f"user number {uid}"


def _name(path: str) -> str:
    return repr(path) if path else "the folder"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count:,} bytes"


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
