"""What a submission could leave on the machine: processes, mounts, files, shared memory."""

import os
import time
from collections.abc import Callable
from pathlib import Path

SHARED = ("/tmp", "/dev/shm", "/var/tmp", "/dev/mqueue", "/run/lock")
OURS = ("pytest-of-", "bash_jobs", "hypothesis", "gradlab-")


def descendants() -> frozenset[int]:
    """The living processes that this one started, and theirs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(path.parent.name)] = int(fields[1])
    found, fresh = set(), {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return frozenset(found)


def described(pids: frozenset[int]) -> str:
    """What these processes are, for a message."""
    lines = []
    for pid in sorted(pids):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()[:80].replace(b"\0", b" ").decode(errors="replace")
            lines.append(f"{pid} {command} {Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[:2]}")
        except OSError:
            continue
    return "; ".join(lines)


def of_users(users: range) -> frozenset[int]:
    """The processes of these users, whoever started them: what left its family is found by its owner."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if path.stat().st_uid in users:
                found.add(int(path.name))
        except OSError:
            continue
    return frozenset(found)


def things(root: Path, names: tuple[str, ...]) -> dict[str, object]:
    """The rest: mounts, files under `root`, what names like these stand in shared folders, System V objects."""
    shared = {
        f"{folder}/{name}"
        for folder in SHARED
        if os.path.isdir(folder) and os.access(folder, os.R_OK)
        for name in os.listdir(folder)
        if name in names
    }
    return {
        "mounts": sorted(Path("/proc/self/mountinfo").read_text().splitlines()),
        "files": {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()},
        "shared": shared,
        "shm": _abandoned("shm"),
        "queues": _abandoned("msg"),
        "descriptors": len(os.listdir("/proc/self/fd")),
    }


def _abandoned(kind: str) -> int:
    """System V objects that no living process has made: those of a database beside the tests are its own."""
    head, *rows = [line.split() for line in Path("/proc/sysvipc", kind).read_text().splitlines()]
    makers = [column for column in ("cpid", "lspid") if column in head]
    return sum(not any(Path("/proc", row[head.index(maker)]).exists() for maker in makers) for row in rows)


def settled(condition: Callable[[], bool], seconds: float = 4.0) -> bool:
    """Whether it comes true within a moment: the kernel reaps in its own time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()
