"""What a family of processes holds: memory, descriptors, processes; and the most it held while something ran."""

import os
import threading
from pathlib import Path
from types import TracebackType


def family(pid: int) -> list[int]:
    """The process and all under it."""
    parents = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(entry)] = int(Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, level = [pid], {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level}
        found += level
    return found


def held(pids: list[int]) -> tuple[float, int, int]:
    """Megabytes, open descriptors, processes."""
    memory, descriptors, processes = 0, 0, 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            memory += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
            processes += 1
        except (OSError, StopIteration):
            continue
    return memory * 1024 / 1e6, descriptors, processes


class Peak:
    """Looks again and again while its block runs; `megabytes` is the most that this process and all under it held."""

    def __init__(self, every: float = 0.02) -> None:
        self.megabytes, self._every, self._done = 0.0, every, threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._done.wait(self._every):
            self.megabytes = max(self.megabytes, held(family(os.getpid()))[0])

    def __enter__(self) -> "Peak":
        self._watcher.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._done.set()
        self._watcher.join()
