"""The commands of the kit in processes of their own, and whatever outlives them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

GRADLAB = str(Path(sys.executable).parent / "gradlab")
PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans(yes: bool = True) -> None:
    """Let processes whose parent has died become children of this one, so that none goes unseen."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """`gradlab ...` in a folder."""
    return subprocess.Popen(
        [GRADLAB, *arguments], cwd=folder, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and standard error of `gradlab ...`."""
    done = subprocess.run([GRADLAB, *arguments], cwd=folder, text=True, capture_output=True, check=False)
    return done.returncode, done.stderr


def kill(process: "subprocess.Popen[str]") -> bool:
    """kill -9 of one process alone; False when it had ended by itself."""
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.stderr:
        process.stderr.close()
    return alive


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
