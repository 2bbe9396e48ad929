"""Files that are there whole or not at all, and a folder that one process at a time works in.

A process can be killed, and a disk can fill up, between any two bytes; what stands under a file's own name is whole.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.errors import InfrastructureError, UserError

PARTIAL = ".partial-"  # how a file is called until it is whole


def write_whole(path: Path, text: str, *, encoding: str = "utf-8", newline: str | None = None) -> None:
    """Write beside and rename; InfrastructureError when the disk does not take it, and the earlier file stays."""
    _write(path, lambda partial: partial.write_text(text, encoding=encoding, newline=newline))


def write_bytes(path: Path, content: bytes) -> None:
    """The same for what is no text."""
    _write(path, lambda partial: partial.write_bytes(content))


def _write(path: Path, fill: Callable[[Path], object]) -> None:
    partial = path.with_name(f"{PARTIAL}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fill(partial)
        partial.replace(path)
    except OSError as error:
        raise not_written(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def not_written(error: OSError, path: Path) -> InfrastructureError:
    """What to say when the system refuses a write."""
    place = error.filename or path
    return InfrastructureError(
        f"{str(place)!r} cannot be written ({error.strerror or error}); "
        "put that right and run the command again, it goes on where it stopped"
    )


def discard_partial(folder: Path) -> None:
    """Remove what a process that was killed left half written. For whoever works in the folder alone."""
    for path in folder.glob(f"{PARTIAL}*"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def alone(path: Path, task: str) -> Iterator[None]:
    """Hold the lock file `path`; UserError when another process does. It is free again however that process ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise not_written(error, path) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UserError(f"{task} is at work in this course already; wait until it is done") from None
        except OSError:
            pass  # a file system without locks: as before, two at once are the caller's care
        yield
    finally:
        os.close(descriptor)
