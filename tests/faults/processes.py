"""The commands of the kit in processes of their own, and whatever outlives them."""

import ctypes
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from autograder import cli

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans(yes: bool = True) -> None:
    """Let processes whose parent has died become children of this one, so that none goes unseen."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


class Started:
    """`gradlab ...` in a process of its own, forked from this one: a new interpreter would cost seconds each time."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115, read after the process has ended
        self.code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            code = 70
            try:
                os.chdir(folder)
                nowhere = os.open(os.devnull, os.O_RDWR)
                for descriptor, target in ((nowhere, 0), (nowhere, 1), (self.said.fileno(), 2)):
                    os.dup2(descriptor, target)
                sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
                sys.argv = ["gradlab", *arguments]
                cli.main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
            finally:
                sys.stderr.flush()
                os._exit(code)

    def ended(self) -> bool:
        """True when it has ended by itself."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code is not None

    def kill(self) -> bool:
        """kill -9 of this one process; False when it had ended by itself."""
        if self.ended():
            return False
        os.kill(self.pid, signal.SIGKILL)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code == -signal.SIGKILL


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and standard error of `gradlab ...`."""
    started = Started(folder, *arguments)
    started.code = os.waitstatus_to_exitcode(os.waitpid(started.pid, 0)[1])
    started.said.seek(0)
    return started.code, started.said.read()


def descendants(pid: int | None = None) -> dict[int, str]:
    """The processes under this one, by id, with their command lines; what has ended is reaped."""
    parents = dict(_parents())
    found: dict[int, str] = {}
    level = {pid or os.getpid()}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found |= {child: _command(child) for child in level}
    return found


def left_over(known: dict[int, str], seconds: float = 15.0) -> dict[int, str]:
    """What is still there under this process after some time, and was not in `known`."""
    deadline = time.monotonic() + seconds
    while True:
        _reap(known)
        left = {child: command for child, command in descendants().items() if child not in known}
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


def _reap(known: dict[int, str]) -> None:
    for child, parent in list(_parents()):
        if parent == os.getpid() and child not in known:
            try:
                os.waitpid(child, os.WNOHANG)
            except ChildProcessError:
                continue


def _parents() -> Iterator[tuple[int, int]]:
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path("/proc", entry, "stat").read_text(errors="replace")
            except OSError:
                continue
            yield int(entry), int(text.rpartition(")")[2].split()[1])


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
