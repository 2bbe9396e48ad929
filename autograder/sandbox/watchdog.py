"""Memory of a sandbox over all its processes: limits of the kernel hold for one process each.

Looked up in /proc by the judge, out of the submission's reach. Pages that a fork shares count for each process, so
what is found is an upper bound; what NumPy takes before a submission comes is left out.
"""

import os
import resource
import time

INTERVAL = 0.1  # seconds between two looks
SHARE = 20  # a look takes at most one part in so many of the judge's time


class Watchdog:
    """Looks after the descendants of one process; made while no submission is in there yet."""

    def __init__(self, root: int, cap: int) -> None:
        self.root, self.cap = root, cap
        found = _descendants(root)
        self._own = max(map(_kib, found), default=0)
        self.address_space = max(map(_address_space, found), default=0)  # bytes, of the largest
        self._next = time.monotonic() + INTERVAL

    @property
    def pause(self) -> float:
        """Seconds until the next look is due."""
        return max(self._next - time.monotonic(), 0.0)

    def exceeded(self) -> bool:
        """Whether a look was due and found too much."""
        started = time.monotonic()
        if started < self._next:
            return False
        found = sum(max(_kib(pid) - self._own, 0) for pid in _descendants(self.root))
        ended = time.monotonic()
        self._next = ended + max(INTERVAL, SHARE * (ended - started))
        return found << 10 > self.cap


def _descendants(root: int) -> set[int]:
    """The living processes below `root`. Those that lost their parent stay below: their namespace has an init."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", "rb") as stream:
                    parents[int(name)] = int(stream.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError):
                continue  # gone meanwhile
    children: dict[int, list[int]] = {}
    for pid, parent in parents.items():
        children.setdefault(parent, []).append(pid)
    found: set[int] = set()
    fresh = [root]
    while fresh:
        below = children.get(fresh.pop(), [])
        found.update(below)
        fresh += below
    return found


def _address_space(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as stream:
            return int(stream.read().split()[0]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


def _kib(pid: int) -> int:
    """Resident memory that is no file's: anonymous, and shared such as that of a temporary file mapped."""
    total = 0
    try:
        with open(f"/proc/{pid}/status", "rb") as stream:
            for line in stream:
                if line.startswith((b"RssAnon:", b"RssShmem:")):
                    total += int(line.split()[1])
    except OSError:
        return 0
    return total
