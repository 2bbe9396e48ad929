"""A way for ordinary users to an interpreter, or to these tests, below a folder that only root may enter."""

import ctypes
import os
import shlex
import shutil
import stat
import subprocess
import sys
from functools import cache
from pathlib import Path

PLACES = (Path(sys.executable).resolve(), Path(sys.executable).absolute(), Path(__file__).resolve())
TOOLS = ("setpriv", "unshare", "mount")
CLONE_NEWNS = 0x20000


@cache
def closed_folders() -> dict[Path, set[Path]]:
    """The folders that only root may enter, each with what is needed of what lies in it."""
    found: dict[Path, set[Path]] = {}
    for place in PLACES:
        for folder in reversed(place.parents):
            if not folder.stat().st_mode & stat.S_IXOTH:
                found.setdefault(folder, set()).add(folder / place.relative_to(folder).parts[0])
                break
    return found


@cache
def hindrance() -> str:
    """Why nothing can be run as another user here, or nothing."""
    if os.geteuid() != 0:
        return "this needs root: it works under several accounts"
    if missing := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"this works under several accounts, and there is no {' and no '.join(missing)}"
    closed = ", ".join(map(str, closed_folders()))
    if closed and subprocess.run(wrapped(["true"]), capture_output=True).returncode:
        return f"an ordinary user cannot enter {closed}, and no mount namespace can be made here"
    return ""


def opening() -> str:
    """Shell commands for a mount namespace of its own: what is needed stays, and can be reached by everybody."""
    lines = ["set -e", "mount --make-rprivate /", "mount -t tmpfs none /mnt"]
    for number, (closed, needed) in enumerate(closed_folders().items()):
        aside = [(f"/mnt/{number}-{place}", shlex.quote(str(path))) for place, path in enumerate(sorted(needed))]
        lines += [f"mkdir {there}; mount --bind {path} {there}" for there, path in aside]
        lines += [f"mount -t tmpfs -o mode=755 none {shlex.quote(str(closed))}"]
        lines += [f"mkdir {path}; mount --move {there} {path}" for there, path in aside]
    return "\n".join([*lines, "umount /mnt"])


def wrapped(command: list[str]) -> list[str]:
    """The command, begun by root where everybody can reach the interpreter."""
    if not closed_folders():
        return command
    return ["unshare", "--mount", "sh", "-c", f'{opening()}\nexec "$@"', "sh", *command]


def enter() -> None:
    """The same for this process, which is root's and a child of the tests'."""
    if closed_folders():
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS):
            raise OSError(ctypes.get_errno(), "no mount namespace can be made")
        subprocess.run(["sh", "-c", opening()], check=True)
