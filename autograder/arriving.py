"""Which folders have arrived: seen by looking, since a disk that is shared by machines tells no events.

A folder under way changes from look to look. It has arrived when it stayed the same for a moment.
"""

import os
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

PAUSE = 0.5  # seconds without a change
SHARE = 20  # looking takes at most one part in so many of the time
MOST = 1000  # entries of a folder that are looked at

State = tuple[object, ...]


class Arrivals:
    """What has arrived in one place, and what is still changing.

    tells: what changes when a folder that has arrived is to arrive anew.
    """

    def __init__(self, tells: Callable[[Path], State], pause: float = PAUSE) -> None:
        self.tells, self.pause = tells, pause
        self._known: dict[str, State] = {}
        self._changing: dict[str, tuple[State, float]] = {}
        self._next = 0.0

    def look(self, folders: Callable[[], Mapping[str, Path]], whole: Collection[str] | None = ()) -> dict[str, float]:
        """The names of those that arrived since the last look, with the time when each was seen first.

        whole: names that need not wait, because who put them there did so in one step; None: all of them.
        """
        now = time.monotonic()
        if now < self._next and not whole and not self._changing:
            return {}
        seen = folders()
        self._changing = {name: state for name, state in self._changing.items() if name in seen}
        arrived = {}
        for name, folder in seen.items():
            state = self.tells(folder)
            if self._known.get(name) == state:
                continue
            changing = (state, *inside(folder))
            before, since = self._changing.get(name, ((), now))
            if before != changing:
                since = now
            if whole is None or name in whole or (before == changing and now - since >= self.pause):
                self._known[name] = state
                self._changing.pop(name, None)
                arrived[name] = since
            else:
                self._changing[name] = changing, since
        self._next = time.monotonic() + SHARE * (time.monotonic() - now)
        return arrived

    def forget(self, names: Collection[str]) -> None:
        """Let these arrive once more."""
        for name in names:
            self._known.pop(name, None)


def shallow(folder: Path) -> State:
    """Changes when something is put into a folder or taken out of it, or when the folder is another one."""
    try:
        status = folder.lstat()
    except OSError:
        return ()
    return (status.st_ino, status.st_ctime_ns)


def inside(folder: Path) -> State:
    """Changes when a file in a folder does. The folder may be anybody's, so no link is followed."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                found.append((entry.name, status.st_ino, status.st_size, status.st_ctime_ns))
                if len(found) == MOST:
                    break
    except OSError:  # gone, or not to be read
        pass
    return tuple(sorted(found))
